namespace MentorMarket.Domain.Outcomes;

/// <summary>Which results of which groups can be shown, so that what is hidden cannot be worked out from the rest of the table.</summary>
/// <remarks>
/// Danish: diskretionering. A reader knows the totals of the columns, those of the rows that are shown, and that nothing is less
/// than nobody. A hidden number is safe when, as far as they can tell, it may be another; and a small one when it may be as large
/// as the smallest that is shown. How far a number can be moved with all totals as they are is the most that can flow around it in
/// the network of the hidden numbers, in which rows and columns are the nodes.
/// </remarks>
internal sealed class EffectCells
{
    private const int Unlimited = 1_000_000;

    private readonly int[][] cells;
    private readonly bool[] rowIsShown;
    private readonly int smallest;
    private readonly bool[,] shown;
    private readonly int rows;
    private readonly int columns;

    private EffectCells(int[][] cells, bool[] rowIsShown, int smallest)
    {
        (this.cells, this.rowIsShown, this.smallest, rows, columns) = (cells, rowIsShown, smallest, cells.Length,
            cells.Length == 0 ? 0 : cells[0].Length);
        shown = new bool[rows, columns];
        // With one row, or one column, the totals say it all, and they are large enough to be shown.
        foreach (var (r, c) in Every()) shown[r, c] = rowIsShown[r] && (cells[r][c] >= smallest || rows == 1 || columns == 1);
    }

    /// <summary>
    /// The cells to show. Every column's total is shown and at least <paramref name="smallest"/>, and so is that of a row that is shown.
    /// </summary>
    public static bool[,] Shown(int[][] cells, bool[] rowIsShown, int smallest)
    {
        var table = new EffectCells(cells, rowIsShown, smallest);
        while (table.Exposed() is { } cell && table.Next(cell) is { } next) table.shown[next.Row, next.Column] = false;
        return table.shown;
    }

    private IEnumerable<(int Row, int Column)> Every() => Enumerable.Range(0, rows * columns).Select(i => (i / columns, i % columns));

    private (int Row, int Column)? Exposed()
    {
        foreach (var (r, c) in Every())
        {
            if (!shown[r, c] && IsExposed(r, c)) return (r, c);
        }
        return null;
    }

    private bool IsExposed(int row, int column)
    {
        var value = cells[row][column];
        var more = Flow(Column(column), row, (row, column));
        if (rowIsShown[row] && value < smallest) return value + more < smallest;
        return more == 0 && Math.Min(value, Flow(row, Column(column), (row, column))) == 0;
    }

    // So that as little as possible is lost: the smallest that closes a ring with what is hidden already, else one beside it, else any.
    private (int Row, int Column)? Next((int Row, int Column) exposed)
    {
        var (ringRows, ringColumns) = (new HashSet<int> { exposed.Row }, new HashSet<int> { exposed.Column });
        for (var before = 0; before != ringRows.Count + ringColumns.Count;)
        {
            before = ringRows.Count + ringColumns.Count;
            foreach (var (r, c) in Every())
            {
                if (!shown[r, c] && (ringRows.Contains(r) || ringColumns.Contains(c)))
                {
                    ringRows.Add(r);
                    ringColumns.Add(c);
                }
            }
        }
        var left = Every().Where(x => shown[x.Row, x.Column])
            .OrderByDescending(x => (ringRows.Contains(x.Row) ? 1 : 0) + (ringColumns.Contains(x.Column) ? 1 : 0))
                .ThenBy(x => cells[x.Row][x.Column]).ToList();
        return left.Count == 0 ? null : left[0];
    }

    private int Column(int column) => rows + column;

    // How much more than it is (or, the other way round, less) a hidden cell could be, with every total as it is: one that rises
    // in a row lets another of the row sink, which lets another of that column rise, and so on back to the first.
    private int Flow(int from, int to, (int Row, int Column) without)
    {
        var capacity = Capacities(without);
        var flow = 0;
        while (PathOf(capacity, from, to) is { } path)
        {
            var step = path.Min(arc => capacity[arc.From, arc.To]);
            foreach (var (a, b) in path)
            {
                capacity[a, b] -= step;
                capacity[b, a] += step;
            }
            flow += step;
            if (flow >= smallest) break;
        }
        return flow;
    }

    private int[,] Capacities((int Row, int Column) without)
    {
        var totals = rows + columns;
        var capacity = new int[totals + 1, totals + 1];
        foreach (var (r, c) in Every())
        {
            if (!shown[r, c] && (r, c) != without)
            {
                capacity[r, Column(c)] = Unlimited;
                capacity[Column(c), r] = cells[r][c];
            }
        }
        // The total of a hidden row is hidden too, but it is said whether it is small; it stands on the other side of the row's sum.
        for (var r = 0; r < rows; r++)
        {
            if (!rowIsShown[r])
            {
                var total = cells[r].Sum();
                var (least, most) = total < smallest ? (1, smallest - 1) : (smallest, Unlimited);
                capacity[r, totals] = total - least;
                capacity[totals, r] = most - total;
            }
        }
        return capacity;
    }

    private static List<(int From, int To)>? PathOf(int[,] capacity, int from, int to)
    {
        var nodes = capacity.GetLength(0);
        var came = new int[nodes];
        Array.Fill(came, -1);
        came[from] = from;
        var queue = new Queue<int>([from]);
        while (queue.TryDequeue(out var at) && came[to] < 0)
        {
            for (var next = 0; next < nodes; next++)
            {
                if (came[next] < 0 && capacity[at, next] > 0)
                {
                    came[next] = at;
                    queue.Enqueue(next);
                }
            }
        }
        if (came[to] < 0) return null;
        var path = new List<(int, int)>();
        for (var at = to; at != from; at = came[at]) path.Add((came[at], at));
        return path;
    }
}
