package api

// DryRunKey is the key for a bool.
type DryRunKey struct{}
