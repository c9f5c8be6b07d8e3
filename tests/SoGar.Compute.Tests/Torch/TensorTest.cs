using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

/// <summary>A test whose tensors are freed when it is over.</summary>
public abstract class TensorTest : IDisposable
{
    protected TensorScope Scope { get; } = TensorScope.Open();

    public void Dispose()
    {
        Scope.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a test has to put away besides its tensors.</summary>
    protected virtual void Release()
    {
    }

    protected static IEqualityComparer<float> Close(float tolerance) => new Within(tolerance);

    private sealed class Within(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float obj) => 0;
    }
}
