namespace SoGar.Host.CommandLine;

/// <summary>What people watch while a run trains.</summary>
/// <param name="Loss">Of the last step.</param>
/// <param name="ClipsPerSecond">Samples trained on, by the wall clock.</param>
/// <param name="DataWaitShare">Share of the time, 0 to 1, in which trainers waited for data.</param>
internal sealed record StepFigures(double Loss, double ClipsPerSecond, double DataWaitShare)
{
    /// <summary>As details of a <see cref="ProgressLine"/>.</summary>
    public string[] Details() => [$"loss {Loss:0.0000}", $"{ClipsPerSecond:0.0} clips/s", $"waiting for data {DataWaitShare * 100:0.#} %"];
}
