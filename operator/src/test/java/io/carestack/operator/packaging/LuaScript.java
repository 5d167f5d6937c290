package io.carestack.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** Runs a script as Argo CD does: the resource is {@code obj}, and of the standard libraries only the base and tables are there. */
final class LuaScript {
    private LuaScript() {}

    /** What the script returns; an empty table is an empty object. */
    static JsonNode run(String script, JsonNode resource) {
        Globals globals = new Globals();
        globals.load(new BaseLib());
        globals.load(new PackageLib());
        globals.load(new TableLib());
        LoadState.install(globals);
        LuaC.install(globals);
        globals.set("obj", toLua(resource));
        return toJson(globals.load(script).call());
    }

    private static LuaValue toLua(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                LuaTable table = new LuaTable();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    table.set(field.getKey(), toLua(field.getValue()));
                }
                yield table;
            }
            case ARRAY -> {
                LuaTable table = new LuaTable();
                for (int index = 0; index < node.size(); index++) {
                    table.set(index + 1, toLua(node.get(index)));
                }
                yield table;
            }
            case STRING -> LuaValue.valueOf(node.asText());
            case NUMBER -> LuaValue.valueOf(node.asInt());
            case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
            case NULL, MISSING, BINARY, POJO -> LuaValue.NIL;
        };
    }

    private static JsonNode toJson(LuaValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof LuaTable table) {
            if (table.length() > 0) {
                var array = nodes.arrayNode();
                for (int index = 1; index <= table.length(); index++) {
                    array.add(toJson(table.get(index)));
                }
                return array;
            }
            var object = nodes.objectNode();
            for (Varargs entry = table.next(LuaValue.NIL); !entry.arg1().isnil(); entry = table.next(entry.arg1())) {
                object.set(entry.arg1().tojstring(), toJson(entry.arg(2)));
            }
            return object;
        }
        if (value.isboolean()) {
            return nodes.booleanNode(value.toboolean());
        }
        if (value.isinttype()) {
            return nodes.numberNode(value.toint());
        }
        return value.isnil() ? nodes.nullNode() : nodes.textNode(value.tojstring());
    }
}
