//go:build tools

// Package tools names what the bare provider builds from this module.
package tools

import (
	_ "github.com/traefik/traefik/v3/cmd/traefik"
)
