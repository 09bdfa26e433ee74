package ctxtype_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/gocontext/ctxlint/internal/ctxtype"
)

func TestMayUseContext(t *testing.T) {
	const source = `package p

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"time"
)

type user struct {
	name  string
	since time.Time
	extra map[string]any
	err   error
	boss  *user
	stop  context.CancelFunc
}

type worker struct{ inner []*struct{ do func() } }

type message struct{ state func() }

func (*message) ProtoReflect() {}

type steps interface{ next() }

type tries interface{ next() error }

type named interface{ Name() string }

type nests interface{ Inner() io.Reader }

type self interface{ Self() self }

var data struct {
	a int
	b []byte
	c user
	d map[string]*user
	e error
	f any
	g *message
	h sql.Result
	i fmt.Stringer
	j named
	k self
	l context.CancelFunc
	m [2]time.Duration
}

var uses struct {
	a context.Context
	b chan int
	c func()
	d *sql.Rows
	e *exec.Cmd
	f *http.Response
	g io.Closer
	h io.Writer
	i worker
	j map[string]*worker
	k steps
	l tries
	m nests
	n struct{ context.Context }
	o interface{ Next() bool }
	p interface{ Recv() (string, error) }
}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := config.Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"data": false, "uses": true} {
		fields := pkg.Scope().Lookup(name).Type().Underlying().(*types.Struct).Fields()
		for f := range fields {
			if got := ctxtype.MayUseContext(f.Type()); got != want {
				t.Errorf("MayUseContext(%s) = %v, want %v", f.Type(), got, want)
			}
		}
	}
}
