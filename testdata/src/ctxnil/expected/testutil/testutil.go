// Package testutil has what helps the tests of other packages.
package testutil

import "testing"

func OK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func NotOK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		return
	}
	t.Fatalf("no error")
}

func Panics(t testing.TB, f func()) {
	defer func() {
		if r := recover(); r == nil {
			t.Error("no panic")
		}
	}()
	f()
}
