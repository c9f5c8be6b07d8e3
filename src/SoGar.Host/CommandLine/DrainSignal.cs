using System.Runtime.InteropServices;

namespace SoGar.Host.CommandLine;

/// <summary>
/// The wish to end early. The first Ctrl-C (or SIGTERM, as machines send it before they are taken away) asks for a whole end; the second
/// is left to the system and kills, which costs the steps since the last checkpoint and nothing else.
/// </summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Set when the command should finish what it is at, keep it, and end.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Listens to this process's signals.</summary>
    /// <param name="say">Tells the user what the signal was taken for.</param>
    public static DrainSignal OfThisProcess(Action<string> say)
    {
        var drain = new DrainSignal();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            drain._registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = drain.Raise(say)));
        }

        return drain;
    }

    /// <summary>Takes one signal.</summary>
    /// <returns>False when it was one too many and should have its usual effect.</returns>
    public bool Raise(Action<string> say)
    {
        if (_requested.IsCancellationRequested)
        {
            return false;
        }

        say("stopping: finishing what is at work and keeping it; press Ctrl-C once more to drop it");
        _requested.Cancel();
        return true;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _requested.Dispose();
    }
}
