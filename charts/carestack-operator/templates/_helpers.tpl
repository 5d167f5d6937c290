{{- define "carestack.name" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "carestack.selector" -}}
app.kubernetes.io/name: carestack-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "carestack.labels" -}}
{{ include "carestack.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "carestack.serviceAccount" -}}
{{- default (include "carestack.name" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "carestack.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- /* Rights in each namespace whose stacks are run. Most objects are written by server-side apply: create and patch. */ -}}
{{- define "carestack.rules" -}}
- apiGroups: [carestack.io]
  resources: [carestacks]
  verbs: [get, list, watch]
- apiGroups: [carestack.io]
  resources: [carestacks/status]
  verbs: [update]
# where the API server checks who may block the deletion of an owner
- apiGroups: [carestack.io]
  resources: [carestacks/finalizers]
  verbs: [update]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
# replaced by PUT as well: a release writes over no version that it has not seen
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, update, delete]
# backups, migrations and smoke tests of a release; the migration of a new stack is applied like its other children
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# read before each step of a release: which pods are its newest, where requests go, and whether the namespace has room
- apiGroups: [apps]
  resources: [replicasets]
  verbs: [list]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list]
- apiGroups: [""]
  resources: [resourcequotas]
  verbs: [list]
# created by POST and replaced by PUT, so that they never merge with a stranger's
- apiGroups: [""]
  resources: [configmaps, secrets, serviceaccounts]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, patch]
# a database pod whose image or resources changed is deleted when its turn comes
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [ingresses, networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [traefik.io]
  resources: [middlewares]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [cert-manager.io]
  resources: [certificates]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors, podmonitors, prometheusrules, alertmanagerconfigs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}
