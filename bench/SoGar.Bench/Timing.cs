using System.Diagnostics;

namespace SoGar.Bench;

/// <summary>What repeating something took.</summary>
/// <param name="WallMs">By the clock.</param>
/// <param name="CpuMs">Of this process's processors: what a shared machine does not disturb.</param>
internal sealed record Timing(double[] WallMs, double[] CpuMs)
{
    /// <summary>The quickest repeat: least disturbed by others.</summary>
    public double BestCpu => CpuMs.Min();

    public double BestWall => WallMs.Min();

    public double MedianCpu => CpuMs.Order().ElementAt(CpuMs.Length / 2);

    /// <summary>Repeats <paramref name="work"/>, once more for warming up.</summary>
    public static Timing Of(int repeats, Action work)
    {
        work();
        var (wall, cpu) = (new double[repeats], new double[repeats]);
        for (var i = 0; i < repeats; i++)
        {
            var cpuStart = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            work();
            wall[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            cpu[i] = (Environment.CpuUsage.TotalTime - cpuStart).TotalMilliseconds;
        }

        return new Timing(wall, cpu);
    }

    public static Timing operator +(Timing left, Timing right) => new([.. left.WallMs, .. right.WallMs], [.. left.CpuMs, .. right.CpuMs]);

    public override string ToString() => $"cpu {BestCpu:0.0} ms (median {MedianCpu:0.0}), wall {BestWall:0.0} ms";
}
