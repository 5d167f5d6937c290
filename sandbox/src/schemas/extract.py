#!/usr/bin/env python3
"""Extracts the built-in types that the sandbox serves from a Kubernetes API server's published documents.

usage: kubectl proxy --port=8001 & ; extract.py http://127.0.0.1:8001 OUTPUT_DIRECTORY

Writes resources.json (discovery) and types.json (OpenAPI v3 schemas, one type per line, first sentences only).
"""
import json
import sys
import urllib.request

SERVED = {
    "": "pods services configmaps secrets serviceaccounts persistentvolumeclaims persistentvolumes namespaces nodes "
        "events resourcequotas limitranges",
    "apps": "deployments statefulsets replicasets controllerrevisions daemonsets",
    "batch": "jobs cronjobs",
    "autoscaling": "horizontalpodautoscalers",
    "policy": "poddisruptionbudgets",
    "networking.k8s.io": "ingresses networkpolicies ingressclasses",
    "discovery.k8s.io": "endpointslices",
    "events.k8s.io": "events",
    "coordination.k8s.io": "leases",
    "rbac.authorization.k8s.io": "roles rolebindings clusterroles clusterrolebindings",
    "storage.k8s.io": "storageclasses",
    "scheduling.k8s.io": "priorityclasses",
    "apiextensions.k8s.io": "customresourcedefinitions",
    "authentication.k8s.io": "tokenreviews selfsubjectreviews",
    "authorization.k8s.io": "selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews",
}
SUBRESOURCES = {"status", "scale", "eviction", "finalize", "log"}
VERSIONS = {"autoscaling": "v2"}
REFERENCE = "#/components/schemas/"


def get(base, path, accept="application/json"):
    request = urllib.request.Request(base + path, headers={"Accept": accept})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def first_sentence(text):
    line = text.split("\n")[0]
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def simplify(node):
    if isinstance(node, list):
        return [simplify(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for key, value in node.items():
        if key == "description" and isinstance(value, str):
            result[key] = first_sentence(value)
        elif key == "allOf" and len(value) == 1:
            result.update(value[0])
        elif key == "default" and value in ("", 0, False):
            continue
        elif key == "properties":
            result[key] = {name: simplify(schema) for name, schema in value.items()}
        else:
            result[key] = simplify(value)
    return result


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix(REFERENCE)
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def main(base, output):
    accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    groups = get(base, "/api", accept)["items"] + get(base, "/apis", accept)["items"]
    resources, wanted, types = [], set(), {}
    for group in groups:
        name = group["metadata"].get("name", "")
        if name not in SERVED:
            continue
        version = next(v for v in group["versions"] if v["version"] == VERSIONS.get(name, "v1"))
        root = f"/openapi/v3/apis/{name}/{version['version']}" if name else "/openapi/v3/api/v1"
        schemas = get(base, root)["components"]["schemas"]
        types.update(schemas)
        kinds = {}
        for key, schema in schemas.items():
            for gvk in schema.get("x-kubernetes-group-version-kind", []):
                if gvk["group"] == name and gvk["version"] == version["version"]:
                    kinds.setdefault(gvk["kind"], key)
        for resource in version["resources"]:
            if resource["resource"] not in SERVED[name].split():
                continue
            kind = resource["responseKind"]["kind"]
            wanted.add(kinds[kind])
            resources.append({
                "group": name, "version": version["version"], "kind": kind, "plural": resource["resource"],
                "singular": resource["singularResource"], "namespaced": resource["scope"] == "Namespaced",
                "verbs": resource["verbs"], "shortNames": resource.get("shortNames", []),
                "categories": resource.get("categories", []), "type": kinds[kind],
                "subresources": [{"name": s["subresource"], "kind": s["responseKind"]["kind"],
                                  "group": s["responseKind"].get("group", name),
                                  "version": s["responseKind"].get("version", version["version"]), "verbs": s["verbs"]}
                                 for s in resource.get("subresources", []) if s["subresource"] in SUBRESOURCES],
            })
    wanted |= {"io.k8s.api.autoscaling.v1.Scale", "io.k8s.api.policy.v1.Eviction",
               "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.Status"}
    closure, pending = {}, sorted(wanted)
    while pending:
        key = pending.pop()
        if key not in closure and key in types:
            closure[key] = simplify(types[key])
            pending.extend(references(closure[key]))
    # DeleteOptions and Status list every group of the server: only their own matters here
    for key in closure:
        if key.startswith("io.k8s.apimachinery"):
            closure[key].pop("x-kubernetes-group-version-kind", None)
    write(output + "/resources.json", "[\n" + ",\n".join(json.dumps(r, sort_keys=True) for r in resources) + "\n]\n")
    lines = [json.dumps(key) + ": " + json.dumps(closure[key], sort_keys=True) for key in sorted(closure)]
    write(output + "/types.json", "{\n" + ",\n".join(lines) + "\n}\n")


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


main(sys.argv[1], sys.argv[2])
