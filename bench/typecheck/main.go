// Typecheck stands in for the compiler where nobody needs code: it checks the
// types of a package and writes export data, which is all that go list -export
// and go vet want of the packages that another one imports.
//
//	go list -export -test -toolexec='typecheck DIR' ./...
//
// Packages in the directory DIR or below are checked as a whole. Of others,
// which are taken to be right, only the declarations are. That is many times
// faster than compiling, and takes a fraction of the go command's cache: a
// package is there once for each test that it is linked into.
package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "typecheck: usage: go list -export -toolexec='typecheck DIR' packages")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			os.Exit(exit.ExitCode()) // it has printed why
		}
		scanner.PrintError(os.Stderr, err)
		os.Exit(1)
	}
}

// run does what the go command wants tool to do.
func run(root, tool string, args []string) error {
	switch name := strings.TrimSuffix(filepath.Base(tool), ".exe"); name {
	case "compile", "asm":
		if len(args) == 1 && args[0] == "-V=full" {
			return printVersion(name)
		}
		f := parse(args)
		if name == "asm" {
			return os.WriteFile(f.value["o"], nil, 0o666)
		}
		return compile(root, f)
	}
	cmd := exec.Command(tool, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}

// printVersion prints what the go command keeps results under: another one for
// each build of this command.
func printVersion(name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	fmt.Printf("%s version %s typecheck-%x\n", name, runtime.Version(), sha256.Sum256(text))
	return nil
}

// invocation is how the go command calls the compiler or the assembler.
type invocation struct {
	value map[string]string // of the flags
	files []string
}

// parse reads the arguments of a tool, as far as the go command sets them.
// Flags without a value, which are about code, do not matter.
func parse(args []string) invocation {
	f := invocation{value: make(map[string]string)}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, isFlag := strings.CutPrefix(arg, "-")
		if !isFlag {
			f.files = append(f.files, arg)
			continue
		}
		if name, value, ok := strings.Cut(name, "="); ok {
			f.value[name] = value
			continue
		}
		switch name {
		case "asmhdr", "buildid", "D", "embedcfg", "goversion", "I", "importcfg", "linkobj", "o", "p", "pgoprofile", "symabis", "trimpath":
			if len(args) > 0 {
				f.value[name] = args[0]
				args = args[1:]
			}
		}
	}
	return f
}

// compile checks a package and writes its archive, with nothing but export
// data in it.
func compile(root string, f invocation) error {
	imports, err := readImports(f.value["importcfg"])
	if err != nil {
		return err
	}
	whole := slices.ContainsFunc(f.files, func(name string) bool { return isBelow(root, name) }) // others are those of cgo

	var wrong scanner.ErrorList
	var files []*ast.File
	for _, name := range f.files {
		file, err := parser.ParseFile(imports.fset, name, nil, parser.SkipObjectResolution)
		if list, ok := errors.AsType[scanner.ErrorList](err); ok {
			wrong = append(wrong, list...)
		} else if err != nil {
			return err
		}
		files = append(files, file)
	}
	config := types.Config{
		GoVersion:        f.value["lang"],
		IgnoreFuncBodies: !whole,
		FakeImportC:      true,
		Importer:         imports,
		Sizes:            types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			if e, ok := errors.AsType[types.Error](err); ok {
				wrong.Add(e.Fset.Position(e.Pos), e.Msg)
			}
		},
	}
	pkg, _ := config.Check(f.value["p"], imports.fset, files, nil)
	if whole && len(wrong) > 0 {
		return wrong.Err()
	}
	if header := f.value["asmhdr"]; header != "" {
		if err := os.WriteFile(header, nil, 0o666); err != nil {
			return err
		}
	}
	return writeArchive(f, imports.fset, pkg)
}

// isBelow reports whether the file is in the directory or in one below.
func isBelow(dir, name string) bool {
	name, err := filepath.Abs(name)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(rel)
}

// imports reads what a package imports from export data.
type imports struct {
	fset     *token.FileSet
	archives map[string]string // by the path of the package
	renamed  map[string]string // the paths of packages that are vendored, by those in imports
	packages map[string]*types.Package
}

// readImports reads the configuration that the go command writes.
func readImports(config string) (*imports, error) {
	text, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	m := &imports{token.NewFileSet(), make(map[string]string), make(map[string]string), make(map[string]*types.Package)}
	for line := range strings.Lines(string(text)) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, value, _ := strings.Cut(rest, "=")
		switch verb {
		case "packagefile":
			m.archives[name] = value
		case "importmap":
			m.renamed[name] = value
		}
	}
	return m, nil
}

// Import returns the package that an import of path means.
func (m *imports) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	path = cmp.Or(m.renamed[path], path)
	if pkg := m.packages[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	if m.archives[path] == "" {
		return nil, fmt.Errorf("package %s is not imported", path)
	}
	f, err := os.Open(m.archives[path])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f) //nolint:staticcheck // the go command still writes archives
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(r, m.fset, m.packages, path)
}

// writeArchive writes the export data of a package as the compiler does: an ar
// file with one member, which starts with a line about the compiler and the
// build ID, which the go command replaces. See cmd/compile/internal/noder.
func writeArchive(f invocation, fset *token.FileSet, pkg *types.Package) error {
	var member bytes.Buffer
	fmt.Fprintf(&member, "go object %s %s %s X:none\nbuild id %q\n\n\n$$B\n", runtime.GOOS, runtime.GOARCH, runtime.Version(), f.value["buildid"])
	if err := gcexportdata.Write(&member, fset, pkg); err != nil {
		return err
	}
	member.WriteString("\n$$\n")
	size := member.Len()
	if size%2 == 1 {
		member.WriteByte('\n') // members start at even offsets
	}
	var archive bytes.Buffer
	fmt.Fprintf(&archive, "!<arch>\n%-16s%-12d%-6d%-6d%-8o%-10d`\n", "__.PKGDEF", 0, 0, 0, 0o644, size)
	archive.Write(member.Bytes())
	return os.WriteFile(f.value["o"], archive.Bytes(), 0o666)
}
