// Package facts asserts the facts that travel to other packages.
package facts

import (
	"context"
	"os"
)

type key struct{}

func value(ctx context.Context) context.Context { // want value:"derives\\(0<-0\\) .*"
	return context.WithValue(ctx, key{}, 1)
}

func exits(code int) { // want exits:"noreturn"
	defer os.Getenv("")
	os.Exit(code)
}

func exitsThrough(b bool) { // want exitsThrough:"noreturn"
	if b {
		exits(1)
	}
	panic("no")
}

func forever() { // want forever:"noreturn"
	for {
	}
}

func recovers() { // want recovers:"blocks.*"
	defer func() { recover() }()
	panic("no")
}
