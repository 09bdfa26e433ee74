// Package printed does with contexts what is no comparison.
package printed

import (
	"context"
	"fmt"
	"log"
	"testing"
)

func TestPrint(t *testing.T) {
	ctx := context.Background() // want `ctxtest/testcontext`
	if ctx == nil {
		t.Fatal(ctx)
	}
	println(ctx)
	if nil == ctx {
		log.Print(ctx)
	}
	fmt.Println(ctx)
}
