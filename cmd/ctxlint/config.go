package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gocontext/ctxlint/analyzers"
	"github.com/gocontext/ctxlint/internal/driver"
	"github.com/gocontext/ctxlint/internal/settings"
)

// golangciNames are the names under which golangci-lint looks for its
// configuration, in its order. JSON is YAML; TOML is not read.
var golangciNames = []string{".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json"}

// golangciConfig is the part of golangci-lint's configuration that holds the
// settings of ctxlint.
type golangciConfig struct {
	Linters struct {
		Settings struct {
			Custom struct {
				Ctxlint struct {
					Settings map[string]any
				}
			}
		}
	}
}

// configure applies the settings that golangci-lint would give ctxlint when
// it runs in dir, so that the desk and CI agree.
func configure(s *settings.Settings, dir string) error {
	name, err := findConfig(dir)
	if err != nil || name == "" || filepath.Ext(name) == ".toml" {
		return err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var cfg golangciConfig
	err = yaml.NewDecoder(bytes.NewReader(text)).Decode(&cfg)
	if err == nil {
		err = s.Decode(cfg.Linters.Settings.Custom.Ctxlint.Settings)
	}
	if err == nil {
		err = analyzers.Validate(s)
	}
	if err == nil || errors.Is(err, io.EOF) { // an empty file
		return nil
	}
	message := strings.Join(strings.Fields(err.Error()), " ")
	return fmt.Errorf("%s: %s", driver.Shorten("", name), message)
}

// findConfig returns the nearest configuration of golangci-lint in dir or
// above it, or "".
func findConfig(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		for _, name := range golangciNames {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, nil
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}
