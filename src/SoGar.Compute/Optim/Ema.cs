using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Optim;

/// <summary>The teacher's exponential moving average (methods.md, B.4).</summary>
public static class Ema
{
    /// <summary>
    /// <c>teacher = momentum * teacher + (1 - momentum) * student</c>, lane by lane. With momentum 1 the teacher's bits stay as they are.
    /// </summary>
    /// <param name="teacher">Updated in place; a multiple of <see cref="FlatBuffer.Lanes"/> long.</param>
    /// <param name="student">Borrowed; of the teacher's length.</param>
    /// <param name="momentum">Weight of the old value, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no multiple of the lanes.</exception>
    public static void Follow(Span<float> teacher, ReadOnlySpan<float> student, double momentum)
    {
        if (teacher.Length != student.Length || teacher.Length % FlatBuffer.Lanes != 0)
            throw new ArgumentException(
                $"a teacher of {teacher.Length} floats cannot follow a student of {student.Length}; both are multiples of {FlatBuffer.Lanes}");
        // 1 - m is rounded from float64: in float32 it would lose most of its digits where m is near 1.
        var kept = Vector512.Create((float)momentum);
        var fresh = Vector512.Create((float)(1 - momentum));
        if (fresh == Vector512<float>.Zero)
            return;
        var t = MemoryMarshal.Cast<float, Vector512<float>>(teacher);
        var s = MemoryMarshal.Cast<float, Vector512<float>>(student);
        for (var i = 0; i < t.Length; i++) t[i] = kept * t[i] + fresh * s[i];
    }
}
