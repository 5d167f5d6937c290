local hs = {}

if obj.status == nil or obj.status.observedGeneration == nil then
  hs.status = "Progressing"
  hs.message = "Waiting for the operator"
  return hs
end

-- the status below still describes an older spec
if obj.metadata.generation ~= nil and obj.status.observedGeneration < obj.metadata.generation then
  hs.status = "Progressing"
  hs.message = "Waiting for the operator to see the newest spec"
  return hs
end

local conditions = {}
if obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    conditions[condition.type] = condition
  end
end

local ready = conditions["Ready"]
local stalled = conditions["Stalled"]
local message = obj.status.summary or ""
if ready ~= nil and ready.message ~= nil and ready.message ~= "" then
  message = ready.message
end

if (stalled ~= nil and stalled.status == "True") or obj.status.phase == "Stalled" then
  hs.status = "Degraded"
  hs.message = message
  if stalled ~= nil and stalled.message ~= nil and stalled.message ~= "" then
    hs.message = stalled.message
  end
  return hs
end

if obj.spec.paused == true or obj.status.phase == "Paused" then
  hs.status = "Suspended"
  hs.message = "Paused: " .. (obj.status.summary or "nothing is changed")
  return hs
end

if obj.status.phase == "Hibernated" then
  hs.status = "Suspended"
  hs.message = "Hibernated: nothing runs, volumes and credentials are kept"
  return hs
end

local blocked = conditions["FailoverBlocked"]
if blocked ~= nil and blocked.status == "True" then
  hs.status = "Degraded"
  hs.message = blocked.message
  return hs
end

if obj.status.phase == "Degraded" then
  hs.status = "Degraded"
  hs.message = message
  return hs
end

if ready ~= nil and ready.status == "True" then
  hs.status = "Healthy"
  hs.message = obj.status.summary or message
  return hs
end

hs.status = "Progressing"
hs.message = message
return hs
