{{- define "opencam.name" -}}
{{ .Release.Name }}-opencam
{{- end -}}
{{- define "opencam.selector" -}}
app.kubernetes.io/name: opencam
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "opencam.labels" -}}
app.kubernetes.io/name: opencam
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}
