"use client";
import { Play, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Button,
  Checkbox,
  Chip,
  Combobox,
  FormField,
  Input,
  MultiCombobox,
  NumberInput,
  RadioGroup,
  Select,
  StatusGlyph,
  Switch,
  Textarea,
  ToggleChip,
  Toolbar,
  ToolbarButton,
  ToolbarGap,
} from "@/components/ui";
import { Section, Show } from "./frame";

const WORKFLOWS = [
  "dependency-audit",
  "recursive-digest",
  "research-tree",
  "code-review",
  "incident-triage",
  "translate-book",
].map((value) => ({ value, label: value }));

const LOOKS = ["primary", "plain", "quiet", "danger"] as const;

export function Controls(section: { readonly id: string; readonly title: string }) {
  return (
    <Section {...section}>
      <Buttons />
      <Texts />
      <Choices />
      <Lists />
      <Show title="Toolbar" wide>
        <Toolbar label="Selected runs" className="rounded border">
          <ToolbarButton render={<Button size="small" look="quiet" />}>Expand all</ToolbarButton>
          <ToolbarButton render={<Button size="small" look="quiet" />}>Collapse all</ToolbarButton>
          <ToolbarGap />
          <ToolbarButton render={<Button size="small" />}>Export</ToolbarButton>
        </Toolbar>
      </Show>
    </Section>
  );
}

function Buttons() {
  return (
    <Show title="Button: looks, sizes, busy, disabled">
      <div className="grid gap-2">
        {(["normal", "small"] as const).map((size) => (
          <div key={size} className="flex flex-wrap items-center gap-2">
            {LOOKS.map((look) => (
              <Button key={look} look={look} size={size}>
                {look === "danger" ? <Trash2 aria-hidden /> : <Play aria-hidden />}
                {look === "danger" ? "Delete draft" : "Start run"}
              </Button>
            ))}
          </div>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" busy>
            Starting…
          </Button>
          <Button disabled>Not allowed</Button>
          <Button size="icon" aria-label="Start run">
            <Play aria-hidden />
          </Button>
          <Button size="icon-small" look="quiet" aria-label="Start run, small">
            <Play aria-hidden />
          </Button>
        </div>
      </div>
    </Show>
  );
}

function Texts() {
  const [depth, setDepth] = useState<number | null>(10);
  return (
    <Show title="Fields: text, number, long text, error">
      <div className="grid max-w-md gap-4">
        <FormField label="Name" hint="As it stands in lists." required>
          {(wiring) => <Input {...wiring} defaultValue="Dependency audit" />}
        </FormField>
        <FormField label="Slug" error="“Dep audit” has a space: use letters, digits and dashes.">
          {(wiring) => <Input {...wiring} defaultValue="Dep audit" />}
        </FormField>
        <FormField label="Depth limit">
          {({ id, "aria-describedby": describedBy }) => (
            <NumberInput
              id={id}
              describedBy={describedBy}
              value={depth}
              onChange={setDepth}
              min={1}
              max={64}
              unit="levels"
            />
          )}
        </FormField>
        <FormField label="Notes">
          {(wiring) => <Textarea {...wiring} placeholder="What changed, and why" />}
        </FormField>
        <Input aria-label="Off" disabled defaultValue="Cannot be changed" />
      </div>
    </Show>
  );
}

function Choices() {
  const [mode, setMode] = useState("suggest");
  const [on, setOn] = useState(true);
  const [pressed, setPressed] = useState(true);
  return (
    <Show title="Checkbox, radio group, switch, chips">
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-5">
          <Checkbox defaultChecked>Include children</Checkbox>
          <Checkbox>Failed only</Checkbox>
          <Checkbox indeterminate>Some of them</Checkbox>
          <Checkbox disabled>Not offered</Checkbox>
        </div>
        <RadioGroup
          label="Changes"
          value={mode}
          onChange={setMode}
          options={[
            { value: "off", label: "Off", hint: "The workflow never proposes a change." },
            { value: "suggest", label: "Suggest", hint: "A person decides on every proposal." },
            { value: "auto", label: "Automatic", hint: "Below the set risk, reversible kinds only." },
          ]}
        />
        <FormField label="Keep runs of children" inline hint="Otherwise only their results stay.">
          {({ id }) => <Switch id={id} checked={on} onCheckedChange={setOn} />}
        </FormField>
        <div className="flex flex-wrap gap-2">
          <Chip>nightly</Chip>
          <Chip onRemove={() => undefined} removeLabel="Remove tag release">
            release
          </Chip>
          <ToggleChip pressed={pressed} onChange={setPressed}>
            <StatusGlyph status="failed" /> Failed <span className="font-mono text-ink-faint">12</span>
          </ToggleChip>
          <ToggleChip pressed={!pressed} onChange={(next) => setPressed(!next)}>
            <StatusGlyph status="running" /> Running <span className="font-mono text-ink-faint">3</span>
          </ToggleChip>
        </div>
      </div>
    </Show>
  );
}

function Lists() {
  const [status, setStatus] = useState("failed");
  const [one, setOne] = useState<string | null>("code-review");
  const [several, setSeveral] = useState<readonly string[]>(["dependency-audit", "translate-book"]);
  return (
    <Show title="Select, combobox, combobox of several">
      <div className="grid max-w-md gap-4">
        <Select
          label="Status"
          value={status}
          onChange={setStatus}
          options={(["running", "failed", "succeeded"] as const).map((value) => ({
            value,
            label: value,
            mark: <StatusGlyph status={value} />,
          }))}
        />
        <Combobox label="Workflow" value={one} options={WORKFLOWS} onChange={setOne} />
        <MultiCombobox label="Workflows" value={several} options={WORKFLOWS} onChange={setSeveral} />
        <Select
          label="Off"
          disabled
          value="a"
          onChange={() => undefined}
          options={[{ value: "a", label: "Not offered" }]}
        />
      </div>
    </Show>
  );
}
