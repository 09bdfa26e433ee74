package ctxnil_test

import (
	"testing"

	"github.com/gocontext/ctxlint/analyzers/ctxnil"
	"github.com/gocontext/ctxlint/internal/checktest"
)

func Test(t *testing.T) { checktest.Run(t, "ctxnil", ctxnil.New) }
