package expected

import (
	"context"
	"errors"
	"strings"
	"testing"

	qt "github.com/frankban/quicktest"
	. "github.com/onsi/gomega"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"ctxnil/expected/testutil"
)

// What expects nothing, or success.
func TestReported(t *testing.T) {
	Must(nil)              // want `nil is passed to Must`
	Do(nil, "k")           // want `nil is passed to Do`
	_, _ = Do(nil, "k")    // want `nil is passed to Do`
	n, err := Do(nil, "k") // want `nil is passed to Do`
	if err != nil {
		t.Fatal(err)
	}
	if n != 1 {
		t.Errorf("got %d", n)
	}
	_, err = Do(nil, "k") // want `nil is passed to Do`
	assert.NoError(t, err)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	assert.Nil(t, err)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	require.New(t).NoError(err)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	Expect(err).NotTo(HaveOccurred())
	_, err = Do(nil, "k") // want `nil is passed to Do`
	Expect(err).To(BeNil())
	_, err = Do(nil, "k") // want `nil is passed to Do`
	qt.New(t).Assert(err, qt.IsNil)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	ok(t, err)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	testutil.OK(t, err)
	_, err = Do(nil, "k") // want `nil is passed to Do`
	if err != nil {
		t.Log(err)
	}
	t.Run("sub", func(t *testing.T) {
		Must(nil) // want `nil is passed to Must`
	})
	Orderly(nil)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
}

// Tests of nats.go, rclone and gh-aw-mcpg assert what happens with nil.
func TestError(t *testing.T) {
	_, err := Do(nil, "k")
	if err == nil {
		t.Fatal("no error")
	}
	if _, err := Do(nil, "k"); err != ErrNil {
		t.Fatalf("got %v", err)
	}
	if _, err := Do(nil, "k"); !errors.Is(err, ErrNil) {
		t.Errorf("got %v", err)
	}
	if _, err := Do(nil, "k"); err == nil || !strings.Contains(err.Error(), "nil") {
		t.Errorf("got %v", err)
	}
	_, err = Do(nil, "k")
	switch {
	case err == nil:
		t.Error("no error")
	case err != ErrNil:
		t.Error(err)
	}
	_, err = Do(nil, "k")
	assert.Error(t, err)
	_, err = Do(nil, "k")
	assert.ErrorIs(t, err, ErrNil)
	_, err = Do(nil, "k")
	assert.EqualError(t, err, "nil context")
	_, err = Do(nil, "k")
	assert.Equal(t, ErrNil, err)
	_, err = Do(nil, "k")
	assert.Equal(t, "nil context", err.Error())
	_, err = Do(nil, "k")
	require.New(t).Error(err)
	_, err = Do(nil, "k")
	Expect(err).To(HaveOccurred())
	_, err = Do(nil, "k")
	Expect(err).To(MatchError("nil context"))
	_, err = Do(nil, "k")
	Expect(err).NotTo(BeNil())
	_, err = Do(nil, "k")
	qt.New(t).Assert(err, qt.ErrorMatches, "nil.*")
	_, err = Do(nil, "k")
	wantErr(t, err)
	_, err = Do(nil, "k")
	testutil.NotOK(t, err)
	var ctx context.Context
	_, err = Do(ctx, "k")
	wantErr(t, err)
}

func TestTable(t *testing.T) {
	for _, tt := range []struct {
		key     string
		wantErr bool
	}{{"a", true}} {
		if _, err := Do(nil, tt.key); (err != nil) != tt.wantErr {
			t.Errorf("Do() error = %v, wantErr %v", err, tt.wantErr)
		}
	}
	for _, f := range []func() error{
		func() error { _, err := Do(nil, "k"); return err },
	} {
		if err := f(); err == nil {
			t.Error("no error")
		}
	}
}

// The error arrives elsewhere: websocket_test.go of client-go.
func TestChannel(t *testing.T) {
	errc := make(chan error)
	go func() {
		var ctx context.Context
		_, err := Do(ctx, "k")
		errc <- err
	}()
	if err := <-errc; err == nil {
		t.Error("no error")
	}
	var result struct{ err error }
	_, result.err = Do(nil, "k")
	if result.err == nil {
		t.Error("no error")
	}
}

func TestRecover(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Must(nil)
}

func TestRecoverInLiteral(t *testing.T) {
	func() {
		defer recovered(t)
		Must(nil)
	}()
	Must(nil) // want `nil is passed to Must`
}

func recovered(t *testing.T) {
	if recover() == nil {
		t.Error("no panic")
	}
}

func mustPanic(t *testing.T, f func()) {
	defer recovered(t)
	f()
}

func TestPanics(t *testing.T) {
	assert.Panics(t, func() { Must(nil) })
	assert.Panics(t, func() { context.WithCancel(nil) })
	assert.PanicsWithValue(t, "nil context", func() { Must(nil) })
	assert.NotPanics(t, func() { Must(nil) })
	require.New(t).Panics(func() { Must(nil) })
	mustPanic(t, func() { Must(nil) })
	testutil.Panics(t, func() { Must(nil) })
	Expect(func() { Must(nil) }).To(Panic())
	qt.New(t).Assert(func() { Must(nil) }, qt.PanicMatches, "nil.*")
	f := func() {
		var ctx context.Context
		<-ctx.Done()
	}
	assert.Panics(t, f)
	t.Cleanup(func() { Must(nil) }) // want `nil is passed to Must`
}

func TestPanicTable(t *testing.T) {
	for _, f := range []func(){
		func() { Must(nil) },
	} {
		assert.Panics(t, f)
	}
}
