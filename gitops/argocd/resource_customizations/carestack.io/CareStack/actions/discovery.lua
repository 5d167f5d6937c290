local paused = obj.spec.paused == true

local streaming = false
if obj.status ~= nil and obj.status.postgres ~= nil and obj.status.postgres.instances ~= nil then
  for _, instance in ipairs(obj.status.postgres.instances) do
    streaming = streaming or (instance.role == "Replica" and instance.state == "Streaming")
  end
end

local actions = {}
actions["pause"] = {["disabled"] = paused}
actions["resume"] = {["disabled"] = not paused}
actions["switchover"] = {["disabled"] = not streaming}
return actions
