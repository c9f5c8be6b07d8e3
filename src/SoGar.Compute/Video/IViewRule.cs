using System.Collections.Immutable;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Video;

/// <summary>Which views a sample gives. Pure: every draw is keyed, so it does not matter which machine asks, in what order, or what it asked before.</summary>
public interface IViewRule
{
    /// <summary>The views that every sample of a step has, in the order of their numbers. Those of one role, length and size make one batch.</summary>
    ImmutableArray<ViewSlot> Slots(long step);

    /// <summary>Plans the views of one use of a sample.</summary>
    /// <param name="clip">The sample's video.</param>
    /// <param name="draw">Which sample, in which epoch.</param>
    /// <param name="slots">From <see cref="Slots"/>.</param>
    /// <returns>One plan per slot, of the slot's frames and size.</returns>
    ImmutableArray<ViewPlan> Plan(ClipFacts clip, SampleDraw draw, ImmutableArray<ViewSlot> slots);
}
