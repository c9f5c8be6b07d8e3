namespace SoGar.Host.Running;

/// <summary>Work on a thread of its own, for what keeps settings per thread.</summary>
internal static class OwnThread
{
    /// <summary>Runs <paramref name="work"/>; its result or its failure is the task's.</summary>
    public static Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        { IsBackground = true, Name = "evaluation" }.Start();
        return done.Task;
    }
}
