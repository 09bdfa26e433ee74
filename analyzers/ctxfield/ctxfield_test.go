package ctxfield_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxfield"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxfield", ctxfield.New) }
