package driver

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/cache"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gocontext/ctxlint/internal/knowledge"
)

// cacheLimit is how many bytes a cache may hold. A result is a few kilobytes,
// most of it facts.
const cacheLimit = 256 << 20

// A Cache keeps the results of units from run to run, for any number of runs
// at a time. A result is found by what it depends on, see [graph.digest], so
// that an entry is never wrong, only unused; those that were not used for days
// are removed. An entry that cannot be read is as good as none.
type Cache struct {
	dir    string
	store  *cache.Cache
	binary digest
}

// OpenCache returns the cache in a directory, which it makes if need be.
func OpenCache(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	store, err := cache.Open(dir)
	if err != nil {
		return nil, err
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	binary, err := fileDigest(exe)
	if err != nil {
		return nil, err
	}
	return &Cache{dir, store, binary}, nil
}

// A digest stands for what something depends on; the zero digest for something
// that is not known.
type digest [sha256.Size]byte

func fileDigest(name string) (digest, error) {
	data, err := os.ReadFile(name)
	return sha256.Sum256(data), err
}

// digestPackages computes the digests of packages and of all that they import.
// It has to be done before some packages take the place of others.
func (g *graph) digestPackages(roots []*packages.Package) {
	g.digests = make(map[*packages.Package]digest)
	g.sums = make(map[string]digest)
	packages.Visit(roots, nil, func(p *packages.Package) {
		if d, ok := g.digest(p); ok {
			g.digests[p] = d
		}
	})
}

// digest returns the digest of p: of its name, its module, its files and the
// digests of its imports. Which files there are says which platform and tags
// it is built for. It reports false if something is wrong with p or its
// imports.
func (g *graph) digest(p *packages.Package) (digest, bool) {
	if len(p.Errors) > 0 {
		return digest{}, false
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %t\n", p.ID, p.Name, g.inWorkspace(p))
	if m := p.Module; m != nil {
		fmt.Fprintf(h, "module %q %q %q\n", m.Path, m.Version, m.GoVersion)
	}
	fixed := g.neverChanges(p)
	for _, name := range slices.Concat(p.GoFiles, p.OtherFiles, p.IgnoredFiles) {
		var sum digest
		if !fixed {
			text, err := g.cfg.readFile(name)
			if err != nil {
				return digest{}, false
			}
			sum = sha256.Sum256(text)
			g.sums[name] = sum
		}
		fmt.Fprintf(h, "file %q %x\n", name, sum)
	}
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		imp, ok := g.digests[p.Imports[path]]
		if !ok {
			return digest{}, false
		}
		fmt.Fprintf(h, "import %q %x\n", path, imp)
	}
	return digest(h.Sum(nil)), true
}

// neverChanges reports whether the names of the files of p say what is in
// them: those of a released Go and those of the module cache do.
func (g *graph) neverChanges(p *packages.Package) bool { return !g.inWorkspace(p) && g.immutable(p) }

// immutable is neverChanges for packages of the workspace, too.
func (g *graph) immutable(p *packages.Package) bool {
	if m := p.Module; m != nil {
		if m.Replace != nil {
			m = m.Replace
		}
		return m.Version != "" && strings.HasSuffix(m.Dir, "@"+m.Version) && strings.HasPrefix(p.Dir, m.Dir)
	}
	goroot, ok := strings.CutSuffix(p.Dir, filepath.Join(string(filepath.Separator)+"src", filepath.FromSlash(p.PkgPath)))
	return ok && knowledge.IsStd(p.PkgPath) && g.released(goroot)
}

// released reports whether a Go tree says which version it is. What it says
// becomes part of every digest.
func (g *graph) released(goroot string) bool {
	if g.version == nil {
		g.version, _ = os.ReadFile(filepath.Join(goroot, "VERSION"))
		g.version = append(g.version, 0) // it was looked at
	}
	return len(g.version) > 1
}

// key returns the key of what kind says, for a configuration.
func (c *Cache) key(cfg Config, kind string, parts ...any) cache.ActionID {
	h := sha256.New()
	fmt.Fprintf(h, "%x\n%s %q %t\n%s\n", c.binary, cfg.Analyzer.Name, cfg.Salt, cfg.Tests, kind)
	for _, part := range parts {
		fmt.Fprintf(h, "%q\n", part)
	}
	return cache.ActionID(h.Sum(nil))
}

// runKey returns the key under which it stands that nothing was wrong in the
// last run over patterns.
func (c *Cache) runKey(cfg Config, patterns []string) cache.ActionID {
	return c.key(cfg, "run", cfg.dir(), cfg.BuildFlags, patterns)
}

// unitKey returns the key of the result of u.
func (c *Cache) unitKey(g *graph, u *unit) (cache.ActionID, bool) {
	d, ok := g.digests[u.pkg]
	return c.key(g.cfg, "unit", u.judged, d[:], g.version), ok
}

// A kept result is what the cache holds of a unit.
type kept struct {
	Findings []Finding
	Silenced []Reason
	Unfixed  []Reason
	Facts    []keptFact // sorted
}

type keptFact struct {
	Object objectpath.Path
	Fact   analysis.Fact
}

// get returns what is kept under a key, or nil.
func (c *Cache) get(id cache.ActionID) *kept {
	data, _, err := c.store.GetBytes(id)
	if err != nil {
		return nil
	}
	k := new(kept)
	if gob.NewDecoder(bytes.NewReader(data)).Decode(k) != nil {
		return nil
	}
	return k
}

// put keeps k under a key. That it cannot be kept, on a full disk for example,
// costs the next run its time and no more.
func (c *Cache) put(id cache.ActionID, k *kept) {
	var data bytes.Buffer
	if gob.NewEncoder(&data).Encode(k) == nil {
		_ = c.store.PutBytes(id, data.Bytes())
	}
}

// registerFacts makes the facts of analyzers known to package gob.
func registerFacts(analyzers []*analysis.Analyzer) {
	for _, a := range analyzers {
		for _, f := range a.FactTypes {
			gob.Register(f)
		}
	}
}

// recall returns the result of a run in which nothing has changed since the
// last one, or nil. It asks the go command for much less than an analysis
// needs.
func (c *Cache) recall(ctx context.Context, cfg Config, patterns []string) *Result {
	started := time.Now()
	if res := c.recallSnapshot(cfg, patterns); res != nil {
		return res
	}
	if _, err := c.store.Get(c.runKey(cfg, patterns)); err != nil {
		return nil
	}
	g, err := load(ctx, cfg, quickMode, patterns)
	if err != nil || len(g.errs) > 0 {
		return nil
	}
	for _, u := range g.units {
		if !u.judged {
			continue
		}
		id, ok := c.unitKey(g, u)
		if !ok {
			return nil
		}
		k := c.get(id)
		if k == nil {
			return nil
		}
		u.out.Findings, u.out.Silenced, u.out.Unfixed = k.Findings, k.Silenced, k.Unfixed
	}
	res := g.result()
	c.keepSnapshot(g, patterns, res, started)
	return res
}

// lookUp finds out which units have a result, and what is left to do. Those
// on which a unit depends that has none must have types.
func (r *runner) lookUp() {
	c := r.graph.cfg.Cache
	if c == nil {
		return
	}
	for _, u := range slices.Backward(r.graph.units) {
		if id, ok := c.unitKey(r.graph, u); ok {
			u.kept = c.get(id)
		}
		u.skipped = u.kept != nil && !slices.ContainsFunc(u.users, func(user *unit) bool { return !user.skipped })
	}
}

// reuse makes a kept result the result of u.
func (r *runner) reuse(u *unit) {
	u.intact = true
	u.out.Findings, u.out.Silenced, u.out.Unfixed = u.kept.Findings, u.kept.Silenced, u.kept.Unfixed
	facts := make(map[factKey]analysis.Fact, len(u.kept.Facts))
	for _, f := range u.kept.Facts {
		facts[factKey{f.Object, reflect.TypeOf(f.Fact)}] = f.Fact
	}
	r.facts.put(u.pkg, facts)
	u.kept = nil
}

// keep puts the result of u into the cache, unless something went wrong or a
// file has changed since its digest was taken.
func (r *runner) keep(u *unit, s *source) {
	c := r.graph.cfg.Cache
	if c == nil || len(s.errors) > 0 || len(u.failures) > 0 {
		return
	}
	for name, text := range s.text {
		if sum, ok := r.graph.sums[name]; ok && sum != sha256.Sum256(text) {
			return
		}
	}
	id, ok := c.unitKey(r.graph, u)
	if !ok || slices.ContainsFunc(u.deps, func(d *unit) bool { return !d.intact }) {
		return
	}
	u.intact = true
	k := &kept{Findings: u.out.Findings, Silenced: u.out.Silenced, Unfixed: u.out.Unfixed}
	for key, fact := range r.facts.get(u.pkg) {
		k.Facts = append(k.Facts, keptFact{key.object, fact})
	}
	slices.SortFunc(k.Facts, func(a, b keptFact) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(reflect.TypeOf(a.Fact).String(), reflect.TypeOf(b.Fact).String()))
	})
	c.put(id, k)
}

// finish records that a run, started at the given time, met no errors, and
// keeps the cache small.
func (c *Cache) finish(g *graph, patterns []string, res *Result, started time.Time) {
	if len(res.Errors)+len(res.Failures) == 0 {
		c.put(c.runKey(g.cfg, patterns), new(kept))
		if !slices.ContainsFunc(g.units, func(u *unit) bool { return !u.intact }) {
			c.keepSnapshot(g, patterns, res, started)
		}
	}
	_ = c.store.Trim() // once a day; what is left over goes the next time
	c.bound(cacheLimit)
}

// bound removes the files that were not used for longest if all together are
// larger than limit.
func (c *Cache) bound(limit int64) {
	type file struct {
		name string
		size int64
		used time.Time
	}
	var files []file
	var total int64
	_ = filepath.WalkDir(c.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // another run may have removed it
		}
		if info, err := d.Info(); err == nil {
			files = append(files, file{name, info.Size(), info.ModTime()})
			total += info.Size()
		}
		return nil
	})
	if total <= limit {
		return
	}
	slices.SortFunc(files, func(a, b file) int { return a.used.Compare(b.used) })
	for _, f := range files {
		if total <= limit/2 {
			return
		}
		if os.Remove(f.name) == nil {
			total -= f.size
		}
	}
}
