// Package types has context types of all kinds, known by identity.
package types

import (
	. "context"
	gocontext "context"
	"net/http"
	"time"

	xcontext "golang.org/x/net/context"
)

type alias = Context

type defined Context

type embeds interface {
	Context
	User() string
}

type byHand interface {
	Deadline() (time.Time, bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

type almost interface {
	Deadline() (time.Time, bool)
	Done() <-chan bool
	Err() error
	Value(key any) any
}

type concrete struct{ Context }

func dot(n int, ctx Context)                           {} // want `of dot`
func renamed(n int, ctx gocontext.Context)             {} // want `of renamed`
func old(n int, ctx xcontext.Context)                  {} // want `of old`
func oldName(c xcontext.Context)                       {} // want `"c" of oldName`
func aliased(n int, ctx alias)                         {} // want `of aliased`
func aliasName(c alias)                                {} // want `"c" of aliasName`
func definedType(n int, ctx defined)                   {} // want `of definedType`
func embedding(n int, ctx embeds)                      {} // want `of embedding`
func handWritten(n int, ctx byHand)                    {} // want `of handWritten`
func typeParam[C Context](n int, ctx C)                {} // want `of typeParam`
func typeParamName[C embeds](c C)                      {} // want `"c" of typeParamName`
func literalType(n int, ctx interface{ Context })      {} // want `of literalType`
func mixed(ctx Context, parentCtx embeds, n int)       {}
func notQuite(n int, c almost)                         {}
func aStruct(n int, c concrete)                        {}
func aPointer(n int, c *Context)                       {}
func request(n int, r *http.Request)                   {}
func contextAfterCarrier(r *http.Request, ctx Context) {} // want `comes after "r"`
func anyParam[T any](n int, c T)                       {}
