// Package mocks has a mock that is told what to expect: to each fresh context
// all others are equal, and that of a test is not.
package mocks

import (
	"context"
	"fmt"
	"reflect"
	"testing"
)

type mock struct{ expected []any }

func (m *mock) On(method string, args ...any) { m.expected = args }

func (m *mock) Find(ctx context.Context) bool { return reflect.DeepEqual(m.expected, []any{ctx}) }

func expecting() *mock {
	m := new(mock)
	m.On("Find", context.Background())
	return m
}

func TestFind(t *testing.T) {
	if !expecting().Find(context.Background()) { // want `ctxtest/testcontext`
		t.Error("unexpected")
	}
}

func TestPrint(t *testing.T) {
	ctx := context.Background() // want `ctxtest/testcontext`
	fmt.Println(ctx)
}
