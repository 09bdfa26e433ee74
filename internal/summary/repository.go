package summary

import (
	"go/types"
	"strings"

	"github.com/gocontext/ctxlint/internal/knowledge"
)

// SameRepository reports whether who edits the package under analysis can be
// expected to edit pkg too: both belong to the workspace, to the standard
// library, or to one repository, as far as their paths tell.
func (r *Result) SameRepository(pkg *types.Package) bool {
	if pkg == nil {
		return false // the universe
	}
	own, other := r.Pass.Pkg.Path(), pkg.Path()
	if own == other {
		return true
	}
	for _, prefix := range extraWorkspace {
		if other == prefix || strings.HasPrefix(other, prefix+"/") {
			return true
		}
	}
	if knowledge.IsStd(own) || knowledge.IsStd(other) {
		return knowledge.IsStd(own) && knowledge.IsStd(other)
	}
	if m := r.Pass.Module; m != nil && m.Path != "" && (other == m.Path || strings.HasPrefix(other, m.Path+"/")) {
		return true
	}
	return repository(own) == repository(other)
}

// repository returns the beginning of an import path that is likely to name
// a repository: host, owner and name on the hosts with owners, host and name
// elsewhere, and a single word where there is no host.
func repository(path string) string {
	elems := strings.Split(path, "/")
	n := 2
	switch host := elems[0]; {
	case !strings.Contains(host, "."):
		n = 1
	case host == "github.com", host == "gitlab.com", host == "bitbucket.org", host == "codeberg.org",
		host == "golang.org":
		n = 3
	}
	return strings.Join(elems[:min(n, len(elems))], "/")
}
