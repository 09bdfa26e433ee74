// Package expect has functions that help tests.
package expect

import (
	"errors"
	"testing"
)

var errNil = errors.New("nil context")

func recovers() any { return recover() } // want `recovers: recovers`

func guards(f func()) { // want `guards: guards`
	defer recovers()
	f()
}

func guardsByLiteral(f func()) { // want `guardsByLiteral: guards`
	defer func() { _ = recover() }()
	f()
}

func ok(t *testing.T, err error) { // want `ok: refuseserror\(1\)`
	if err != nil {
		t.Fatal(err)
	}
}

func wants(err error, tb testing.TB) { // want `wants: wantserror\(0\)`
	if err == nil {
		tb.Error("no error")
	}
}

func wantsOne(t *testing.T, err error) { // want `wantsOne: wantserror\(1\)`
	if !errors.Is(err, errNil) {
		t.Error("another error")
	}
}

func logs(t *testing.T, err error) {
	if err != nil {
		t.Log(err)
	}
}

func through(t *testing.T, err error) { ok(t, err) } // want `through: refuseserror\(1\)`
