//go:build neverbuilt

package fixunseen

func init() { simple(1, nil) }
