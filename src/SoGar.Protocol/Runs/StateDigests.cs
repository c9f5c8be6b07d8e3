namespace SoGar.Protocol.Runs;

/// <summary>The digests that two runs are compared by (G5).</summary>
/// <param name="Student">Backbone, projector and predictor, with their running statistics.</param>
/// <param name="Teacher">Backbone and projector of the teacher.</param>
/// <param name="Optimizer">Moments, centre and block scales: all that the next step depends on beside the weights.</param>
public sealed record StateDigests(Digest Student, Digest Teacher, Digest Optimizer);

/// <summary>Cheap 64-bit fingerprints of a trainer's state after a step; equal states have equal ones (G3).</summary>
/// <param name="Student">Over the student's tensors, its moments, centre and scales.</param>
/// <param name="Teacher">Over the teacher's tensors.</param>
public readonly record struct StepFingerprint(ulong Student, ulong Teacher)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Student:x16}-{Teacher:x16}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not two words of 16 hexadecimal digits joined by a dash.</exception>
    public static StepFingerprint Parse(string text) =>
        text.Length == 33 && text[16] == '-'
            ? new StepFingerprint(Convert.ToUInt64(text[..16], 16), Convert.ToUInt64(text[17..], 16))
            : throw new FormatException($"'{text}' is not a step fingerprint: two words of 16 hexadecimal digits, joined by a dash");
}
