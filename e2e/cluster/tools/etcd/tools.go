//go:build tools

// Package tools names what the bare provider builds from this module.
package tools

import (
	_ "go.etcd.io/etcd/server/v3"
)
