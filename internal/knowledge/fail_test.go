package knowledge

import (
	"go/token"
	"go/types"
	"testing"
)

// TestFailsOfClients asserts that the functions which a client offers fail
// when the context is over, and that nothing is said of those inside it.
func TestFailsOfClients(t *testing.T) {
	t.Parallel()
	ctx := types.NewInterfaceType(nil, nil)
	context := types.NewPackage("context", "context")
	named := types.NewNamed(types.NewTypeName(token.NoPos, context, "Context", nil), ctx, nil)
	client := types.NewPackage("github.com/jackc/pgx/v5/pgconn", "pgconn")
	sig := types.NewSignatureType(nil, nil, nil,
		types.NewTuple(types.NewParam(token.NoPos, client, "ctx", named)),
		types.NewTuple(types.NewParam(token.NoPos, client, "", types.Universe.Lookup("error").Type())), false)
	for name, want := range map[string]bool{"Connect": true, "newContextAlreadyDoneError": false} {
		if got := Fails(types.NewFunc(token.NoPos, client, name, sig)); got != want {
			t.Errorf("Fails(%s) = %t, want %t", name, got, want)
		}
	}
}
