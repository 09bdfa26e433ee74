package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/txtar"
)

const module = `
-- inside/go.mod --
module inside

go 1.26

require outside v0.0.0

replace outside => ../outside
-- inside/a/a.go --
package a

import (
	"net/http"

	"outside"
)

func Get(url string) (*http.Response, outside.T) { return nil, outside.T{} }
-- inside/a/a_test.go --
package a

import "testing"

func TestGet(*testing.T) { unused := 1 }
-- inside/b/b.go --
package b

import "inside/a"

var Response, _ = a.Get("")
-- inside/c/c.go --
package c

var C int = "c"
-- inside/d/d.go --
package d

func D() {
-- outside/go.mod --
module outside

go 1.26
-- outside/outside.go --
package outside

// T has a method whose body is wrong, which is the business of others.
type T struct{}

func (T) M() { return 1 }
`

func TestTypecheck(t *testing.T) {
	dir := t.TempDir()
	command := filepath.Join(dir, "typecheck")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, f := range txtar.Parse([]byte(module)).Files {
		name := filepath.Join(dir, f.Name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, f.Data, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	inside := filepath.Join(dir, "inside")
	cmd := exec.Command("go", "list", "-e", "-test", "-export", "-json=ImportPath,Export,Error", "-toolexec="+command+" "+inside, "./...")
	cmd.Dir = inside
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	wrong := make(map[string]string)
	var types []string
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg struct {
			ImportPath, Export string
			Error              *struct{ Err string }
		}
		if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch {
		case pkg.Error != nil:
			wrong[pkg.ImportPath] = pkg.Error.Err
		case pkg.ImportPath == "inside/b":
			types = append(types, typeOf(t, pkg.Export, pkg.ImportPath, "Response"))
		}
	}
	if len(types) != 1 || types[0] != "*net/http.Response" {
		t.Errorf("the types of Response are %q, want *net/http.Response", types)
	}
	for name, want := range map[string]string{
		"inside/a [inside/a.test]": "a/a_test.go:5:28: declared and not used: unused",
		"inside/c":                 "c/c.go:3:13: cannot use \"c\" (untyped string constant) as int value in variable declaration",
		"inside/d":                 "d/d.go:3:12: expected '}', found 'EOF'",
	} {
		if !strings.Contains(wrong[name], want) {
			t.Errorf("the error of %s is %q, want %q", name, wrong[name], want)
		}
		delete(wrong, name)
	}
	for name, text := range wrong {
		t.Errorf("unexpected error of %s: %s", name, text)
	}
}

// typeOf returns the type of the variable of a package with that export data.
func typeOf(t *testing.T, export, path, variable string) string {
	t.Helper()
	f, err := os.Open(export)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f) //nolint:staticcheck // the go command still writes archives
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := gcexportdata.Read(r, token.NewFileSet(), make(map[string]*types.Package), path)
	if err != nil {
		t.Fatal(err)
	}
	return pkg.Scope().Lookup(variable).Type().String()
}
