package sketches

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestC10(t *testing.T) {
	assert.Panics(t, func() { context.WithCancel(nil) })
}

func TestRecover(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	context.WithCancel(nil)
}

func get(ctx context.Context) error {
	if ctx == nil {
		return errors.New("nil context")
	}
	return ctx.Err()
}

func TestErr(t *testing.T) {
	if err := get(nil); err == nil {
		t.Error("no error")
	}
	if get(nil) == nil {
		t.Error("no error")
	}
	assert.Error(t, get(nil))
	err := get(nil)
	assert.NotNil(t, err)
}

func TestUse(t *testing.T) {
	context.WithValue(nil, k{}, 1)   // want "ctxnil/literal"
	if err := get(nil); err != nil { // want "ctxnil/literal"
		t.Fatal(err)
	}
}
