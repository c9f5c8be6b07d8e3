using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Optim;
using SoGar.Compute.Pictures;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// Turns labelled clips into frozen features: the middle of the clip, whole frames, nothing altered. Batches are the same ones however many
/// threads share them, so features do not depend on the machine's number of cores.
/// </summary>
/// <param name="recipe">Says what of a clip is looked at.</param>
/// <param name="limits">Bounds on the files.</param>
public sealed class FeatureExtractor(Recipe recipe, VideoLimits limits)
{
    private const int MaxThreads = 8;

    private readonly FrameIndexCache _indices = new();
    private readonly FrameCache _frames = new(recipe.Data.CacheBytes);

    /// <summary>Features of samples that all have labels.</summary>
    /// <param name="backbone">Borrowed.</param>
    /// <param name="samples">In the order of the features.</param>
    /// <param name="classCount">Classes of the data set.</param>
    /// <param name="isShuffled">Whether each clip's frames are put out of order by key: the control that tells motion from looks.</param>
    /// <param name="progress">Told how many samples are done; called from several threads.</param>
    /// <param name="stopping">Gives up between two batches.</param>
    /// <exception cref="VideoException">A clip cannot be read: figures over other clips than asked for would mislead.</exception>
    /// <exception cref="DataException">A sample has no label.</exception>
    public FeatureSet Extract(
        FrozenBackbone backbone, IReadOnlyList<Sample> samples, int classCount, bool isShuffled, Action<int> progress, CancellationToken stopping)
    {
        if (samples.FirstOrDefault(sample => sample.Label is null) is { } unlabelled)
            throw new DataException($"{unlabelled.Id} has no label; evaluation needs one for every clip");

        var looks = new ClipLooks(recipe.Evaluate);
        var width = looks.WidthOf(backbone.Width);
        var features = new float[samples.Count * width];
        var batches = new Queue<Range>(
            Enumerable.Range(0, (samples.Count + Batch - 1) / Batch).Select(batch => (batch * Batch)..Math.Min(samples.Count, (batch + 1) * Batch)));
        var done = 0;

        RunOnThreads(() =>
        {
            using var reader = backbone.Open();
            FlatBuffer[] buffers = [.. looks.All.Select(look => new FlatBuffer(FlatBuffer.Padded(Batch * look.Length)))];
            var seen = looks.All.Select(_ => new float[Batch * backbone.Width]).ToArray();
            var clips = new ClipReader(limits, _indices, _frames);
            while (TryTake(batches) is { } range && !stopping.IsCancellationRequested)
            {
                var (start, count) = range.GetOffsetAndLength(samples.Count);
                for (var slot = 0; slot < count; slot++) Render(clips, samples[start + slot], start + slot, isShuffled, looks.All, buffers, slot);
                using var scope = TensorScope.Open();
                for (var look = 0; look < buffers.Length; look++)
                    reader.Read(
                        Tensor.FromBlob(buffers[look].Address, DType.Float32, looks.All[look].ShapeOf(count)), seen[look].AsSpan(0, count * backbone.Width));
                looks.Join(seen, backbone.Width, features.AsSpan(start * width, count * width));
                progress(Interlocked.Add(ref done, count));
            }

            foreach (var buffer in buffers) buffer.Dispose();
        });
        stopping.ThrowIfCancellationRequested();
        return new FeatureSet(features, width, [.. samples.Select(sample => sample.Label!.Value)], classCount, [.. samples.Select(sample => sample.Id)]);
    }

    /// <summary>Where the class token looks in some clips.</summary>
    /// <param name="backbone">Borrowed.</param>
    /// <param name="samples">The clips.</param>
    public ImmutableArray<AttentionMap> Attend(FrozenBackbone backbone, IReadOnlyList<Sample> samples)
    {
        var slow = new ClipLook(recipe.Evaluate.Frames, recipe.Evaluate.Size);
        var patches = slow.Size / recipe.Model.Patch;
        var maps = new AttentionMap[samples.Count];
        RunOnThreads(() =>
        {
            using var reader = backbone.Open();
            using var buffer = new FlatBuffer(FlatBuffer.Padded(slow.Length));
            var clips = new ClipReader(limits, _indices, _frames);
            for (var index = 0; index < samples.Count; index++)
            {
                Render(clips, samples[index], index, isShuffled: false, [slow], [buffer], slot: 0);
                using var scope = TensorScope.Open();
                maps[index] = new AttentionMap(
                    reader.Attention(Tensor.FromBlob(buffer.Address, DType.Float32, slow.ShapeOf(1))), recipe.Evaluate.Frames, patches, patches);
            }
        }, threads: 1);
        return [.. maps];
    }

    /// <summary>The frames of a clip that the network sees, as people see them.</summary>
    /// <param name="sample">The clip.</param>
    /// <param name="size">Pixels across and down.</param>
    public ImmutableArray<RgbImage> Show(Sample sample, int size)
    {
        using var clip = new ClipReader(limits, _indices, _frames).Open(sample.Source);
        var seen = ViewPlan.Intact(clip.Facts, recipe.Views, recipe.Evaluate.Frames, size, recipe.Evaluate.WindowFrames);
        var shown = seen with { Scale = ChannelScale.None, Input = InputRule.Rgb };
        var view = new float[shown.Length];
        clip.Render([shown], _ => view);
        return [.. Enumerable.Range(0, shown.Frames.Length).Select(frame => RgbImage.OfFrame(view, shown.Frames.Length, frame, size, size))];
    }

    private int Batch => recipe.Evaluate.Batch;

    // One decode pass for all looks.
    private void Render(ClipReader reader, Sample sample, int index, bool isShuffled, ImmutableArray<ClipLook> looks, FlatBuffer[] buffers, int slot)
    {
        using var clip = reader.Open(sample.FullPath);
        var plans = looks.Select(look => ViewPlan.Intact(clip.Facts, recipe.Views, look.Frames, look.Size, recipe.Evaluate.WindowFrames))
            .Select(plan => isShuffled ? plan with { Frames = EvaluationClip.Shuffled(plan.Frames, recipe.Seed, index) } : plan).ToArray();
        clip.Render(plans, look => buffers[look].Floats.Slice(slot * looks[look].Length, looks[look].Length));
    }

    private static Range? TryTake(Queue<Range> batches)
    {
        lock (batches) return batches.TryDequeue(out var range) ? range : null;
    }

    // Threads of their own: libtorch keeps its settings per thread, and the pool's threads are everybody's.
    private static void RunOnThreads(Action work, int? threads = null)
    {
        Exception? failure = null;
        var running = Enumerable.Range(0, threads ?? Math.Clamp(Environment.ProcessorCount, 1, MaxThreads)).Select(index =>
        {
            var thread = new Thread(() =>
            {
                try
                {
                    work();
                }
                catch (Exception cause)
                {
                    Interlocked.CompareExchange(ref failure, cause, null);
                }
            })
            { Name = $"features-{index}", IsBackground = true };
            thread.Start();
            return thread;
        }).ToList();
        foreach (var thread in running) thread.Join();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
