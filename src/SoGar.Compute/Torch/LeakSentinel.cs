namespace SoGar.Compute.Torch;

/// <summary>Goes with one watched tensor; collected before it was released, it tells where the tensor was born.</summary>
internal sealed class LeakSentinel(string birthplace) : IDisposable
{
    ~LeakSentinel() => TensorLeaks.Tell(birthplace);

    public void Dispose() => GC.SuppressFinalize(this);
}
