using SoGar.Actors.Journal;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Compute.Native;
using SoGar.Compute.Video;
using SoGar.Host.Hocon;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Host.Wire;

namespace SoGar.Host.CommandLine;

/// <summary>Turns what went wrong into a message and an exit code.</summary>
internal static class Trouble
{
    public static (string Message, int ExitCode) Explain(Exception trouble) => trouble switch
    {
        CommandFailure failure => (failure.Message, failure.ExitCode),
        RecipeException { Complaints: [var only] } => (only, ExitCodes.WrongUsage),
        RecipeException recipe => ($"The recipe has {recipe.Complaints.Count} mistakes:\n{recipe.Message}", ExitCodes.WrongUsage),
        HoconException => (trouble.Message, ExitCodes.WrongUsage),
        OperationCanceledException => ("Stopped before the end, as asked.", ExitCodes.Failure),
        // These say all there is to say: what was found and what would work.
        RunException or DataException or CheckpointBrokenException or SafetensorsException or NativeLibraryMissingException
            or JournalUnavailableException or JournalUnreadableException or UnknownEventException or VideoException or WireConfigurationException =>
            (trouble.Message, ExitCodes.Failure),
        IOException or UnauthorizedAccessException or InvalidDataException => (trouble.Message, ExitCodes.Failure),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => ($"{trouble.GetType().Name}: {trouble.Message}\nAdd --verbose to see where this came from.", ExitCodes.Failure),
    };
}
