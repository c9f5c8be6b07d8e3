using System.Collections.Immutable;
using SoGar.Compute.Video;

namespace SoGar.Compute.Data;

/// <summary>One person at one frame of a clip.</summary>
/// <param name="Frame">Frame of the clip, from 0; null for its key frame.</param>
/// <param name="Person">Number of the person within the clip.</param>
/// <param name="Box">Where, in the unit of the annotation.</param>
/// <param name="Actions">Indices into <see cref="DataSet.ActionNames"/>; empty where the data set does not say.</param>
/// <param name="Group">Number of the person's group within the frame; -1 where the data set does not say.</param>
public sealed record PersonNote(int? Frame, int Person, Box Box, ImmutableArray<int> Actions, int Group = -1);

/// <summary>People who do something together at a clip's key frame.</summary>
/// <param name="Group">Number of the group within the key frame.</param>
/// <param name="Activities">Indices into <see cref="DataSet.SocialNames"/>.</param>
public sealed record GroupNote(int Group, ImmutableArray<int> Activities);

/// <summary>What a data set says of a clip beside its label. Plain data.</summary>
public sealed record ClipAnnotation
{
    /// <summary>Whether boxes are in pixels of the stored frames; else in shares of width and height.</summary>
    public bool InPixels { get; init; }

    /// <summary>The frame of the clip that labels are about, from 0; null for the middle of the window of time that the clip is.</summary>
    public int? KeyFrame { get; init; }

    /// <summary>People, at whichever frames they are annotated.</summary>
    public ImmutableArray<PersonNote> People { get; init; } = [];

    /// <summary>Groups of people.</summary>
    public ImmutableArray<GroupNote> Groups { get; init; } = [];

    /// <summary>All labels of the clip, where it may have several; indices into <see cref="DataSet.LabelNames"/>.</summary>
    public ImmutableArray<int> Labels { get; init; } = [];

    /// <summary>
    /// Where the target of tracking is at each frame, in pixels counted from 0; an empty box where it is not to be seen. Empty without a target.
    /// </summary>
    public ImmutableArray<Box> Target { get; init; } = [];

    /// <summary>The frame that labels are about, from 0.</summary>
    /// <param name="clip">The opened clip.</param>
    public int KeyFrameOf(ClipFacts clip) => KeyFrame ?? clip.MiddleOfWindow;

    /// <summary>The people of the key frame with their boxes in shares of the frame.</summary>
    /// <param name="clip">The opened clip.</param>
    public IEnumerable<PersonNote> PeopleAtKeyFrame(ClipFacts clip)
    {
        var key = KeyFrameOf(clip);
        return People.Where(person => person.Frame is not { } frame || frame == key)
            .Select(person => person with { Frame = key, Box = InShares(person.Box, clip) });
    }

    /// <summary>The boxes of all people, for whoever cuts views round them.</summary>
    internal BoxTrack BoxesOn(ClipFacts clip) => BoxTrack.Of(
        from person in People
        let box = InShares(person.Box, clip)
        where !box.IsEmpty
        select (person.Frame ?? KeyFrameOf(clip), new PlayerBox(person.Person, -1, (float)box.X1, (float)box.Y1, (float)box.X2, (float)box.Y2)));

    // Annotators draw beyond the edge now and then.
    private Box InShares(Box box, ClipFacts clip) => (InPixels ? box.Scaled(1.0 / clip.Width, 1.0 / clip.Height) : box).Clipped(1, 1);
}
