package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Shell;
import java.nio.file.Path;

/** The skeleton of a container's root file system: links into the machine's programs and empty directories. */
final class BaseRoot {
    private BaseRoot() {}

    /** Lays the skeleton out once; each container's root is a copy. */
    static Path create(Path directory) {
        Path root = directory.resolve("base");
        Shell.script("""
                mkdir -p %1$s && cd %1$s
                mkdir -p usr proc sys dev etc run tmp var/lib var/log var/tmp var/cache home root opt mnt srv data .old
                chmod 0755 . && chmod 1777 tmp var/tmp
                for link in bin sbin lib lib32 lib64; do
                  if [ -L /$link ]; then ln -s "usr/$link" $link; elif [ -d /$link ]; then mkdir $link; fi
                done
                ln -s ../run var/run
                for name in ld.so.cache localtime timezone login.defs host.conf services protocols mime.types; do
                  if [ -e /etc/$name ]; then cp -aL /etc/$name etc/$name; fi
                done
                for name in ssl alternatives ca-certificates; do
                  if [ -d /etc/$name ]; then mkdir etc/$name; fi
                done
                printf 'passwd: files\\ngroup: files\\nhosts: files\\n' >etc/nsswitch.conf
                printf 'multi on\\n' >etc/host.conf
                : >etc/resolv.conf
                """.formatted(Shell.quote(root.toString())));
        return root;
    }
}
