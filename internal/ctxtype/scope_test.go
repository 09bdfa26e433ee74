package ctxtype_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

// In the source, each call of here stands at a place that is asked about.
const scopeSource = `package p

import "context"

func here(string) context.Context

type wrapped struct{ context.Context }

func shadow(ctx context.Context) {
	{
		ctx, cancel := context.WithCancel(here("ctx"))
		defer cancel()
		_, _ = ctx, here("ctx")
	}
	later := here("ctx")
	_ = later
	_ = here("ctx later")
}

func blank(_ context.Context, w wrapped) {
	ctx := here("w")
	_ = func(ctx int) { _, _ = ctx, here("w") }
	_ = ctx
}
`

func TestInScope(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", scopeSource, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "here" {
			var got []string
			for _, s := range ctxtype.InScope(pkg, call.Pos()) {
				got = append(got, s.Expr)
			}
			slices.Sort(got)
			want := call.Args[0].(*ast.BasicLit).Value
			if s := `"` + strings.Join(got, " ") + `"`; s != want {
				t.Errorf("%s: in scope are %s, want %s", fset.Position(call.Pos()), s, want)
			}
		}
		return true
	})
}
