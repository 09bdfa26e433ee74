package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// gxImport matches the beginning of the import path of a package that gx, a
// package manager from before there were modules, kept under its hash.
var gxImport = regexp.MustCompile(`"gx/ipfs/\w+/([\w.-]+)`)

// gxHomes are the modules that such packages come from, by the beginning of
// their names; the longest one decides.
var gxHomes = map[string]string{
	"base32":          "github.com/whyrusleeping/base32",
	"client_golang":   "github.com/prometheus/client_golang",
	"go-":             "github.com/ipfs/go-",
	"go-homedir":      "github.com/mitchellh/go-homedir",
	"go-humanize":     "github.com/dustin/go-humanize",
	"go-is-domain":    "github.com/jbenet/go-is-domain",
	"go-libp2p":       "github.com/libp2p/go-libp2p",
	"go-maddr-filter": "github.com/libp2p/go-maddr-filter",
	"go-multi":        "github.com/multiformats/go-multi",
	"go-random":       "github.com/jbenet/go-random",
	"go-stream-muxer": "github.com/libp2p/go-stream-muxer",
	"gogo-protobuf":   "github.com/gogo/protobuf",
	"golang-lru":      "github.com/hashicorp/golang-lru",
	"goprocess":       "github.com/jbenet/goprocess",
	"opentracing-go":  "github.com/opentracing/opentracing-go",
	"proquint":        "github.com/Bren2010/proquint",
	"sys":             "golang.org/x/sys",
}

// leaveGx gives the packages that gx kept the import paths of their modules in
// all files below dir.
func leaveGx(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(name, ".go") {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil || !gxImport.Match(src) {
			return err
		}
		return os.WriteFile(name, gxImport.ReplaceAllFunc(src, func(path []byte) []byte {
			pkg := string(gxImport.FindSubmatch(path)[1])
			known := ""
			for name := range gxHomes {
				if strings.HasPrefix(pkg, name) && len(name) > len(known) {
					known = name
				}
			}
			if known == "" {
				return path
			}
			return []byte(`"` + gxHomes[known] + strings.TrimPrefix(pkg, known))
		}), 0o644)
	})
}
