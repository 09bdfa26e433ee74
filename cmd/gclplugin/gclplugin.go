// Package gclplugin implements golangci-lint's module plugin interface for
// ctxlint, to be linked into a private golangci-lint. See
// https://golangci-lint.run/plugins/module-plugins/.
package gclplugin

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/summary"
)

func init() { register.Plugin("ctxlint", New) }

// A Plugin is ctxlint with the settings of a golangci-lint configuration.
type Plugin struct {
	settings *analyzers.Settings
}

var _ register.LinterPlugin = (*Plugin)(nil)

// New returns the plugin with the settings that stand in a configuration
// under linters.settings.custom.ctxlint.settings, or with the default ones if
// conf is nil. The keys are the names of the command's flags; those of one
// check are nested under its name. An unknown key, a value of the wrong type
// and an unknown check or rule are errors that name the valid ones.
func New(conf any) (register.LinterPlugin, error) {
	s := analyzers.NewSettings()
	s.NoLint = false  // else nolintlint would call the directives that work unused
	s.Related = false // golangci-lint makes an issue of each related position
	switch conf := conf.(type) {
	case nil:
	case map[string]any:
		if err := s.Decode(conf); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("settings: want a mapping of names to values, not %v", conf)
	}
	if err := analyzers.Validate(s); err != nil {
		return nil, err
	}
	summary.AddWorkspace(s.Workspace...) // the analyzer of facts has no settings
	return &Plugin{s}, nil
}

// BuildAnalyzers returns the bundle of all checks. It has the linter's name,
// so that golangci-lint puts no prefix before the messages.
func (p *Plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{analyzers.New(p.settings)}, nil
}

// GetLoadMode returns the mode in which golangci-lint has to load packages.
func (*Plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
