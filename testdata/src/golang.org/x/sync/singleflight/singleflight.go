// Package singleflight is a stub of golang.org/x/sync/singleflight.
package singleflight

type Group struct{}

type Result struct {
	Val any
	Err error
}

func (g *Group) Do(key string, fn func() (any, error)) (v any, err error, shared bool) {
	return nil, nil, false
}

func (g *Group) DoChan(key string, fn func() (any, error)) <-chan Result { return nil }
