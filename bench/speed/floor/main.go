// Floor loads and type-checks the packages it is given, and their tests unless
// told otherwise, and does nothing else: less than that no linter that asks for
// types can do.
package main

import (
	"flag"
	"fmt"
	"os"

	"golang.org/x/tools/go/packages"
)

func main() {
	tests := flag.Bool("test", true, "load tests, too")
	flag.Parse()
	config := &packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Tests: *tests}
	pkgs, err := packages.Load(config, flag.Args()...)
	if err != nil {
		fmt.Fprintf(os.Stderr, "floor: %v\n", err)
		os.Exit(1)
	}
	fmt.Println(len(pkgs))
}
