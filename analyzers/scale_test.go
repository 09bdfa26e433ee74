package analyzers_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/settings"
)

// Shapes of code that grow in one way each: what a step costs that is not
// linear in the size of a function, of a package or of the call graph shows in
// one of them.
var shapes = []struct {
	name string
	code func(n int) string
	from int // the smallest size
}{
	{"functions", functions, 50},
	{"blocks", blocks, 150},
	{"acquisitions", acquisitions, 60},
	{"closures", closures, 15},
	{"cycle", cycle, 60},
	{"cases", cases, 300},
}

// BenchmarkScale runs all checks over code of growing size, each size twice
// the one before, and prints the exponents with which time and memory grow: 1
// is linear. Package ssa itself takes more than that for large functions.
func BenchmarkScale(b *testing.B) {
	const sizes = 5
	for _, s := range shapes {
		b.Run(s.name, func(b *testing.B) {
			st := settings.New()
			st.Level = settings.Opinion
			a := analyzers.New(st)
			pkgs := make([]*packages.Package, sizes)
			for i := range pkgs {
				pkgs[i] = load(b, s.code(s.from<<i))
			}
			var seconds, bytes [sizes]float64
			b.ResetTimer()
			for b.Loop() {
				for i, pkg := range pkgs {
					t, m := cost(func() { analyse(b, a, pkg) })
					seconds[i] += t
					bytes[i] += m
				}
			}
			b.ReportMetric(exponent(seconds[:]), "time-exponent")
			b.ReportMetric(exponent(bytes[:]), "memory-exponent")
		})
	}
}

// cost returns the seconds that f takes and the bytes that it allocates.
func cost(f func()) (seconds, bytes float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	seconds = time.Since(start).Seconds()
	runtime.ReadMemStats(&after)
	return seconds, float64(after.TotalAlloc - before.TotalAlloc)
}

// exponent returns the slope of the line that fits the logarithms of ys best,
// each of which belongs to a size twice the one before.
func exponent(ys []float64) float64 {
	var sx, sy, sxx, sxy float64
	for i, y := range ys {
		x, y := float64(i), math.Log2(y)
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	n := float64(len(ys))
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// load type-checks the one file of a package.
func load(tb testing.TB, src string) *packages.Package {
	tb.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "m.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		tb.Fatal(err)
	}
	info := &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("m", fset, []*ast.File{file}, info)
	if err != nil {
		tb.Fatal(err)
	}
	return &packages.Package{
		ID: "m", PkgPath: "m", Name: "m",
		Fset: fset, Syntax: []*ast.File{file}, Types: pkg, TypesInfo: info,
		TypesSizes: types.SizesFor("gc", "amd64"),
		Module:     &packages.Module{Path: "m", GoVersion: "1.26"},
	}
}

func analyse(tb testing.TB, a *analysis.Analyzer, pkg *packages.Package) {
	tb.Helper()
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, []*packages.Package{pkg}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	for act := range graph.All() {
		if act.Err != nil {
			tb.Fatal(act.Err)
		}
	}
}

const header = `package m

import (
	"context"
	"time"
)

type key struct{}

func work(ctx context.Context, i int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-ctx.Done()
	return ctx.Err()
}
`

// functions returns n pairs of functions of the usual size.
func functions(n int) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range n {
		fmt.Fprintf(&b, `
func F%[1]d(ctx context.Context, ch chan int, d time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for {
		select {
		case v := <-ch:
			if v > %[1]d {
				return G%[1]d(ctx, v)
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func G%[1]d(ctx context.Context, v int) error {
	done := make(chan error, 1)
	go func() { done <- work(ctx, v) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
`, i)
	}
	return b.String()
}

// blocks returns a function with about 5 n blocks, n sends and n returns.
func blocks(n int) string {
	var b strings.Builder
	b.WriteString(header + `
func F(ctx context.Context, a []int, ch chan int) error {
	ctx, cancel := context.WithCancel(ctx)
`)
	for i := range n {
		fmt.Fprintf(&b, `
	if a[%[1]d] > %[1]d {
		ch <- a[%[1]d]
	} else if a[%[1]d] == 7 {
		cancel()
		return ctx.Err()
	}
`, i)
	}
	b.WriteString("\tcancel()\n\treturn nil\n}\n")
	return b.String()
}

// acquisitions returns a function with n of them.
func acquisitions(n int) string {
	var b strings.Builder
	b.WriteString(header + `
func F(ctx context.Context, op int) error {
	switch op {
`)
	for i := range n {
		fmt.Fprintf(&b, `
	case %[1]d:
		c, cancel := context.WithCancel(ctx)
		if err := work(c, %[1]d); err != nil {
			return err
		}
		cancel()
`, i)
	}
	b.WriteString("\t}\n\treturn nil\n}\n")
	return b.String()
}

// closures returns n function literals, each in the one before.
func closures(n int) string {
	return header + `
func F(ctx context.Context, ch chan int) {
	ctx, cancel := context.WithCancel(ctx)
	` + strings.Repeat("func() {\nif ctx.Err() != nil {\nreturn\n}\n", n) + `
	ch <- 1
	cancel()
	` + strings.Repeat("}()\n", n) + "}\n"
}

// cycle returns n functions that all call each other in the end.
func cycle(n int) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range n {
		fmt.Fprintf(&b, `
func F%d(ctx context.Context, ch chan int) error {
	select {
	case ch <- 1:
	default:
		return F%d(ctx, ch)
	}
	if err := F%d(ctx, ch); err != nil {
		return err
	}
	return F%d(ctx, ch)
}
`, i, (i+1)%n, (7*i+3)%n, (13*i+5)%n)
	}
	return b.String()
}

// cases returns a switch with n cases, as a generator writes it.
func cases(n int) string {
	var b strings.Builder
	b.WriteString(header + `
func F(ctx context.Context, op int) (context.Context, error) {
	switch op {
`)
	for i := range n {
		fmt.Fprintf(&b, `
	case %[1]d:
		if err := work(ctx, %[1]d); err != nil {
			return nil, err
		}
		ctx = context.WithValue(ctx, key{}, %[1]d)
`, i)
	}
	b.WriteString("\t}\n\treturn ctx, nil\n}\n")
	return b.String()
}
