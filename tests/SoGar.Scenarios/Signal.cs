using System.Runtime.InteropServices;

namespace SoGar.Scenarios;

/// <summary>Linux's numbers of the signals that scenarios send.</summary>
internal enum Signal
{
    /// <summary>What Ctrl-C sends.</summary>
    Interrupt = 2,

    /// <summary>Ends a process without a word.</summary>
    Kill = 9,

    /// <summary>Asks a process to leave.</summary>
    Terminate = 15,

    /// <summary>Lets a stopped process go on.</summary>
    Continue = 18,

    /// <summary>Stops a process where it stands.</summary>
    Stop = 19,
}

/// <summary>Sending them, by a system call: on a busy machine a program takes long enough to start for what shall be interrupted to end.</summary>
internal static partial class Signals
{
    /// <summary>Sends it; a process that is gone already does not mind.</summary>
    public static void Send(this Signal signal, int process) => _ = kill(process, (int)signal);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
