using System.Globalization;

namespace SoGar.Host.CommandLine;

/// <summary>
/// Shows how far long work has come: one line that is written over on a terminal, now and then a plain line elsewhere. Any thread may report.
/// </summary>
internal sealed class ProgressLine(CommandSurroundings surroundings)
{
    private const int BarWidth = 24;
    private const string Erase = "\r\u001b[K";

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _writing = new();
    private readonly Pace _pace = new();
    private readonly long _start = surroundings.Clock.GetTimestamp();
    private TimeSpan? _lastShown;
    private string _label = "";
    private bool _isOnScreen;

    /// <summary>Tells how far the work has come. Cheap; most reports are not shown.</summary>
    /// <param name="label">What is at work, such as <c>pretrain</c>.</param>
    /// <param name="done">Of <paramref name="total"/>.</param>
    /// <param name="total">What there is to do.</param>
    /// <param name="details">Figures to show beside it, the important ones first: narrow terminals cut the last.</param>
    public void Report(string label, long done, long total, params ReadOnlySpan<string> details)
    {
        lock (_writing)
        {
            var now = surroundings.Clock.GetElapsedTime(_start);
            var isNew = label != _label;
            _label = label;
            _pace.Note(done, now);
            var wait = surroundings.ErrorIsTerminal ? BetweenFrames : BetweenLines;
            if (!isNew && done < total && now - _lastShown < wait)
            {
                return;
            }

            _lastShown = now;
            Show(done, total, details);
        }
    }

    /// <summary>Writes a line above the progress.</summary>
    public void WriteAbove(string line)
    {
        lock (_writing)
        {
            ClearLine();
            surroundings.Error.WriteLine(line);
        }
    }

    /// <summary>Takes the progress off the screen.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            ClearLine();
        }
    }

    private void Show(long done, long total, ReadOnlySpan<string> details)
    {
        var figures = string.Concat(details.ToArray().Select(detail => $", {detail}"));
        var left = done < total && _pace.Remaining(total) is { } remaining ? $", about {Words(remaining)} left" : "";
        var share = total > 0 ? (double)done / total : 1;
        var percent = ((int)(share * 100)).ToString(CultureInfo.InvariantCulture);
        if (!surroundings.ErrorIsTerminal)
        {
            surroundings.Error.WriteLine($"{_label} {done}/{total} ({percent} %){figures}{left}");
            return;
        }

        var filled = (int)(share * BarWidth);
        var line = $"{_label} {new string('━', filled)}{new string('╌', BarWidth - filled)} {done}/{total}{figures}{left}";
        surroundings.Error.Write(Erase + (line.Length < surroundings.Width ? line : line[..(surroundings.Width - 1)]));
        _isOnScreen = true;
    }

    private void ClearLine()
    {
        if (_isOnScreen)
        {
            surroundings.Error.Write(Erase);
            _isOnScreen = false;
        }
    }

    /// <summary>A duration as people say it.</summary>
    public static string Words(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => "1 s",
        { TotalMinutes: < 1 } => $"{Math.Ceiling(duration.TotalSeconds):0} s",
        { TotalHours: < 1 } => $"{(int)duration.TotalMinutes}:{duration.Seconds:00} min",
        { TotalDays: < 2 } => $"{(int)duration.TotalHours}:{duration.Minutes:00} h",
        _ => $"{duration.TotalDays:0.0} days",
    };
}
