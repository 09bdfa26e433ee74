package realbugs

import (
	"context"
	"fmt"

	"ctxvalue/realbugs/api"
)

// docker/compose 7f668bd: the writers of the progress keep the mode and look at
// it for each line.

type progressWriter interface{ line(string) }

type plain struct{ dry bool }

type quiet struct{}

func (p *plain) line(text string) {
	if p.dry {
		text = "DRY-RUN " + text
	}
	fmt.Println(text)
}

func (quiet) line(string) {}

func newProgress(ctx context.Context, mode string) progressWriter {
	dry, ok := ctx.Value(api.DryRunKey{}).(bool) // want `the bool dry comes from a context and decides what runs as the field dry: `
	if !ok {
		dry = false
	}
	if mode == "quiet" {
		return quiet{}
	}
	return &plain{dry: dry}
}

func fixedNewProgress(mode string, dry bool) progressWriter {
	if mode == "quiet" {
		return quiet{}
	}
	return &plain{dry: dry}
}
