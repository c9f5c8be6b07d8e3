using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods;

/// <summary>
/// What makes one pretraining method differ from another (docs/methods.md): views, networks, loss on a shard, committed state. Everything else
/// (exact sums, optimizer, teacher, digests, checkpoints) is the same for all. A function of recipe and data alone; safe for any number of threads.
/// </summary>
/// <param name="recipe">The run.</param>
/// <param name="epochs">How its epochs count in steps.</param>
public abstract class PretrainingMethod(Recipe recipe, Epochs epochs)
{
    /// <summary>The run.</summary>
    public Recipe Recipe { get; } = recipe;

    /// <summary>How the run's epochs count in steps.</summary>
    public Epochs Epochs { get; } = epochs;

    /// <summary>Which views a sample gives; by the recipe's <c>views.cut</c> unless a method has a rule of its own.</summary>
    public virtual IViewRule Views => new ViewSampler(Recipe.Views, Recipe.Seed);

    /// <summary>Declares all that is trained, the backbone first, below <c>backbone</c>.</summary>
    public abstract void DeclareStudent(ModuleScope scope);

    /// <summary>Declares what follows the student as a moving average, under the student's names; nothing for a method without a teacher.</summary>
    public virtual void DeclareTeacher(ModuleScope scope)
    {
    }

    /// <summary>State beside networks and optimizer that the next step depends on: centres, queues, averages. Zero at first.</summary>
    public virtual ImmutableArray<CommittedTensor> Committed => [];

    /// <summary>What shards contribute beside gradients, running statistics and readings.</summary>
    public virtual ImmutableArray<SummedTensor> Sums => [];

    /// <summary>
    /// Figures of a shard beside its loss; <see cref="ShardReadings"/> has the names that the alarms know, others appear as parts of the loss.
    /// </summary>
    public virtual ImmutableArray<string> Readings => [];

    /// <summary>Sets initial weights and committed tensors that do not start by the common rule.</summary>
    public virtual void Initialise(StudentState state)
    {
    }

    /// <summary>Steps at the start of the run in which a tensor rests: neither its gradient nor its decay is applied. 0 for none.</summary>
    public virtual long RestOf(ParameterSlot slot) => 0;

    /// <summary>Makes the networks of one trainer, on its thread, bound to its states.</summary>
    public abstract IShardStep Open(StepScene scene);

    /// <summary>
    /// Moves the committed state once the optimizer has moved the weights, from the sums of all shards; every trainer does the same.
    /// </summary>
    public virtual void Commit(StudentState state, StepTotals totals)
    {
    }
}

/// <summary>A named tensor of committed state, float32, zero at first.</summary>
/// <param name="Name">Its name in checkpoints, behind <c>optimizer.</c>.</param>
/// <param name="Shape">Sizes, outermost first.</param>
public sealed record CommittedTensor(string Name, params ImmutableArray<long> Shape);

/// <summary>A named tensor that shards contribute to.</summary>
/// <param name="Name">Unique among those of the method.</param>
/// <param name="Rule">How the contributions come together.</param>
/// <param name="Shape">Of one shard's contribution.</param>
public sealed record SummedTensor(string Name, SumKind Rule, params ImmutableArray<long> Shape)
{
    /// <summary>Floats of one shard's contribution.</summary>
    public int Length => checked((int)Shape.Aggregate(1L, (product, size) => product * size));
}

/// <summary>How the contributions of shards come together.</summary>
public enum SumKind
{
    /// <summary>Their mean over the shards of the step.</summary>
    Mean,

    /// <summary>
    /// One behind the other in the order of shards: each shard writes its own rows into a vector of zeros, so that the exact sum of them is a gathering.
    /// Values are rounded like gradients: to about 2^-22 of the greatest one of their block of 1024.
    /// </summary>
    Gather,
}

/// <summary>Epochs of a run in steps.</summary>
/// <param name="Samples">Samples of the data set.</param>
/// <param name="Batch">Samples of a step.</param>
public readonly record struct Epochs(int Samples, int Batch)
{
    /// <summary>The first step that lies behind <paramref name="epochs"/> whole epochs.</summary>
    public long StepsOf(double epochs) => (long)Math.Ceiling(epochs * Samples / Batch);
}

/// <summary>What a method computes on one shard; bound to the thread that opened it.</summary>
public interface IShardStep : IDisposable
{
    /// <summary>
    /// Forward and backward over one shard. Gradients go into the networks' memory; statistics and readings into <paramref name="contribution"/>.
    /// A scope for tensors is open; the memory is cleared before and read after.
    /// </summary>
    void Compute(Training.ShardViews views, ShardContribution contribution);
}
