-- absent rather than false, as in most manifests in Git
obj.spec.paused = nil
return obj
