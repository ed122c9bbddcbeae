"use client";
import { useEffect, useState } from "react";
import { changeAddress, useAddress } from "../ui";
import { type AuditFields, auditFieldsOf } from "./model/audit-query";

const SETTLE_MS = 200;

/** The filter of the log as its address has it: whoever opens the link sees the same. The address follows when typing rests. */
export function useAuditFields(): readonly [AuditFields, (fields: AuditFields) => void] {
  const params = useAddress();
  const [fields, setFields] = useState(() => auditFieldsOf(params));
  useEffect(() => {
    const timer = setTimeout(() => changeAddress(fields), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [fields]);
  return [fields, setFields];
}
