//go:build tools

// Package tools names the module whose custom resource definitions the bare provider installs.
package tools

import (
	_ "sigs.k8s.io/gateway-api/apis/v1"
)
