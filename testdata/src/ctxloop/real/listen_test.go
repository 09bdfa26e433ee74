package real

import (
	"context"
	"testing"
)

func TestTable(t *testing.T) {
	table := &table{remarks: make(map[string]chan<- remark)}
	table.watch(context.Background(), func(move) {}, func(remark) {})
	for _, c := range table.moves {
		close(c)
	}
}

func TestMoves(t *testing.T) {
	table := &table{}
	seen := 0
	listen(context.Background(), table, &seen)
	for _, c := range table.moves {
		close(c)
	}
}

func listen(ctx context.Context, t *table, seen *int) {
	moves := make(chan move)
	t.moves = append(t.moves, moves)
	go func() {
		for range moves {
			*seen++
		}
	}()
}
