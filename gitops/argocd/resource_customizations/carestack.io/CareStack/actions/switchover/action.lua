-- the first replica that streams; the operator moves writes there as soon as it holds everything
for _, instance in ipairs(obj.status.postgres.instances) do
  if instance.role == "Replica" and instance.state == "Streaming" then
    obj.spec.postgres = obj.spec.postgres or {}
    obj.spec.postgres.switchoverTo = instance.name
    return obj
  end
end
return obj
